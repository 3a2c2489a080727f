import { describe, expect, it } from 'vitest';
import { decide } from '../../src/decide/decide.js';
import { drawnVariant, isSampled } from '../../src/decide/test-phase.js';
import type { Decision, History } from '../../src/model/decision.js';
import { combinationsOf, type Factor, readLevels } from '../../src/model/factors.js';
import type { MessageTest } from '../../src/model/message-test.js';
import type { Plan, PlanCampaign, Policies, Step } from '../../src/model/plan.js';
import type { Tick } from '../../src/model/tick.js';
import type { Instant } from '../../src/model/value.js';
import { applyDecisions, emptyHistory } from '../../src/simulate/fold.js';
import { at, campaign, email, event, every, HOUR, iso, lasting, planWith, profile } from './world.js';

const test: MessageTest = {
  metric: 'order_rate',
  sample: 0.2,
  decideAfter: lasting('4h'),
  variants: [
    { id: 'plain', subject: 'Plain', template: null },
    { id: 'rich', subject: null, template: 'rich' },
    { id: 'bold', subject: 'Bold', template: null },
  ],
};
const letter = email('letter');
const step: Step = { ...letter, action: { ...letter.action, test, subject: 'Own' } as Step['action'] };
const trigger = { kind: 'event', event: 'viewed', where: [], key: null, unless: [] } as const;
const plan = (more: Partial<PlanCampaign> = {}, policies: Partial<Policies> = {}): Plan => {
  const bare = planWith({ campaigns: [campaign('c', { triggers: [trigger], steps: [step, email('next')], ...more })] });
  return { ...bare, policies: { ...bare.policies, ...policies } };
};
const people = Array.from({ length: 2000 }, (_, i) => `p${i}`);
const inSample = people.filter((id) => isSampled('c', 'letter', test, id));
const [sampled = '', other = ''] = [inSample[0], people.find((id) => !inSample.includes(id))];

const START = at('2026-03-02T00:00');
const viewed = event('2026-03-03T10:00', 'viewed', {}, 'v');

/** What becomes of a person by ticks, the verdict being found in the tick of `decidedAt`. */
function run(
  profileId: string,
  ticks: readonly Instant[],
  decidedAt: string | null,
  on = plan(),
  winner = 'rich',
): Decision[] {
  const facts = profile([viewed], { profileId });
  const verdict = decidedAt === null ? null : { winner, decidedAt: at(decidedAt) };
  let history: History = emptyHistory(profileId);
  let previous: Instant | null = null;
  const all: Decision[] = [];
  for (const now of ticks) {
    const tests: Tick['tests'] = verdict !== null && verdict.decidedAt <= now ? { 'c/letter': verdict } : {};
    const decisions = decide(on, facts, history, { previous, now, starts: { c: START }, knownGroups: {}, tests });
    all.push(...decisions);
    history = applyDecisions(history, decisions, []);
    previous = now;
  }
  return all;
}
const said = (decisions: readonly Decision[]): string[] =>
  decisions.flatMap((d) => {
    if (d.kind === 'deferred') return [`${iso(d.at).slice(8)} ${d.reason} until ${iso(d.until).slice(8)}`];
    if (d.kind !== 'planned' && d.kind !== 'withheld') return [];
    const { message: m } = d;
    return [`${iso(m.sendAt).slice(8)} ${m.step} ${m.variant} ${m.template} ${m.subject}`];
  });

const hourly = every(HOUR, START, '2026-03-06T00:00');
const next = 'next null next null';

describe('a message test', () => {
  it('draws the sample and its variants evenly, and keeps them when the sample grows', () => {
    expect(inSample.length / people.length).toBeGreaterThan(0.16);
    expect(inSample.length / people.length).toBeLessThan(0.24);
    const larger = { ...test, sample: 0.4 };
    expect(inSample.every((id) => isSampled('c', 'letter', larger, id))).toBe(true);
    for (const { id } of test.variants) {
      const share =
        inSample.filter((one) => drawnVariant('c', 'letter', test, one)?.id === id).length / inSample.length;
      expect(Math.abs(share - 1 / 3), id).toBeLessThan(0.1);
    }
  });

  it('sends the sample its variants at once, each with what it changes', () => {
    const of = (variant: string) => inSample.find((id) => drawnVariant('c', 'letter', test, id)?.id === variant) ?? '';
    const told = (variant: string) => said(run(of(variant), hourly, '2026-03-03T15:00'));
    expect(told('plain')).toEqual(['03T10:00 letter plain letter Plain', `03T10:00 ${next}`]);
    expect(told('rich')).toEqual(['03T10:00 letter rich rich Own', `03T10:00 ${next}`]);
  });

  it('lets the others wait, and sends them the winner in the tick that finds it', () => {
    expect(said(run(other, hourly, '2026-03-03T15:00'))).toEqual([
      '03T10:00 test until 04T14:00',
      '03T15:00 letter rich rich Own',
      `03T15:00 ${next}`,
    ]);
    const rare = [START, at('2026-03-03T12:00'), at('2026-03-05T00:00')];
    expect(said(run(other, rare, '2026-03-05T00:00')).slice(1)).toEqual([
      '04T14:00 test until 05T00:00',
      '05T00:00 letter rich rich Own',
      `05T00:00 ${next}`,
    ]);
    expect(said(run(other, [START, at('2026-03-05T00:00')], '2026-03-05T00:00'))[0]).toBe(
      '03T10:00 test until 05T00:00',
    );
  });

  it('sends everybody the winner once there is one, also the sample', () => {
    for (const id of [sampled, other]) {
      expect(said(run(id, hourly, '2026-03-03T10:00'))).toEqual(['03T10:00 letter rich rich Own', `03T10:00 ${next}`]);
    }
    expect(said(run(other, hourly, '2026-03-03T10:00', plan(), 'gone'))[0]).toBe('03T10:00 letter null letter Own');
  });

  it('sends the first variant to who waited a day longer than the test lasts', () => {
    const late = ['03T10:00 test until 04T14:00', '04T14:00 letter plain letter Plain', `04T14:00 ${next}`];
    expect(said(run(other, hourly, null))).toEqual(late);
    expect(said(run(other, [START, at('2026-03-06T00:00')], null))).toEqual(late);
  });

  it('treats those held out alike, and tells their variant', () => {
    for (const id of [sampled, other]) {
      const told = run(id, hourly, '2026-03-03T15:00', plan({ holdout: 1 }));
      expect(said(told)).toEqual(said(run(id, hourly, '2026-03-03T15:00')));
      expect(told.some(({ kind }) => kind === 'planned')).toBe(false);
    }
  });

  it('asks the clock when the waiting is over, with patience from then on', () => {
    const quietHours = { from: 20 * 60, to: 9 * 60, onBlocked: 'defer' } as const;
    expect(said(run(other, hourly, '2026-03-03T21:00', plan({}, { quietHours }))).slice(0, 3)).toEqual([
      '03T10:00 test until 04T14:00',
      '03T21:00 quiet-hours until 04T09:00',
      '04T09:00 letter rich rich Own',
    ]);
  });
});

const factors: readonly Factor[] = [
  { name: 'tone', levels: ['warm', 'plain'] },
  { name: 'length', levels: ['short', 'long', 'none'] },
];
const varied: MessageTest = { ...test, sample: 0.5, factors, variants: combinationsOf(factors) };
const variedPlan = (more: Partial<PlanCampaign> = {}): Plan =>
  plan({ steps: [{ ...step, action: { ...step.action, test: varied } as Step['action'] }], ...more });

describe('a message test of factors', () => {
  const everybody = Array.from({ length: 12_000 }, (_, i) => `q${i}`);
  const drawn = everybody
    .filter((id) => isSampled('c', 'letter', varied, id))
    .map((id) => readLevels(drawnVariant('c', 'letter', varied, id)?.id ?? null));
  const share = (of: (levels: (typeof drawn)[number]) => boolean): number => drawn.filter(of).length / drawn.length;

  it('draws the level of each factor by a chance of its own: evenly, and whatever the others are', () => {
    expect(share(({ tone }) => tone === 'warm')).toBeCloseTo(1 / 2, 1);
    for (const level of ['short', 'long', 'none']) {
      expect(Math.abs(share(({ length }) => length === level) - 1 / 3)).toBeLessThan(0.03);
      const both = share(({ length, tone }) => length === level && tone === 'warm');
      expect(
        Math.abs(both - share(({ length }) => length === level) * share(({ tone }) => tone === 'warm')),
      ).toBeLessThan(0.02);
    }
  });

  it('keeps the level of one factor when another one comes or goes', () => {
    const one: MessageTest = { ...varied, factors: factors.slice(0, 1), variants: combinationsOf(factors.slice(0, 1)) };
    for (const id of everybody.slice(0, 300)) {
      const { tone } = readLevels(drawnVariant('c', 'letter', varied, id)?.id ?? null);
      expect(drawnVariant('c', 'letter', one, id)?.id).toBe(`tone=${tone}`);
    }
  });

  it('sends the winner to the others, and what is left of it where the factors were changed', () => {
    const rest = everybody.find((id) => !isSampled('c', 'letter', varied, id)) ?? '';
    const told = (winner: string) => said(run(rest, hourly, '2026-03-03T15:00', variedPlan(), winner))[1];
    expect(told('length=none,tone=plain')).toBe('03T15:00 letter length=none,tone=plain letter Own');
    expect(told('size=big,tone=plain')).toBe('03T15:00 letter length=short,tone=plain letter Own');
    expect(told('gone')).toBe('03T15:00 letter length=short,tone=warm letter Own');
  });

  it('leaves the holdout outside both phases: nobody of it is sent a level or the winner, and as many are held out of the sample as of the others', () => {
    const held = { sample: [0, 0], others: [0, 0] };
    for (const id of everybody.slice(0, 3000)) {
      const made = run(id, [START, at('2026-03-06T00:00')], null, variedPlan({ holdout: 0.2 }));
      const isHeld = made.some(({ kind }) => kind === 'withheld');
      expect(made.some(({ kind }) => kind === 'planned')).toBe(!isHeld);
      const group = held[isSampled('c', 'letter', varied, id) ? 'sample' : 'others'];
      group[0] = (group[0] ?? 0) + 1;
      group[1] = (group[1] ?? 0) + Number(isHeld);
    }
    for (const [all = 0, some = 0] of Object.values(held)) expect(Math.abs(some / all - 0.2)).toBeLessThan(0.03);
  });
});
