import { describe, expect, it } from 'vitest';
import { judgeCampaign } from '../../../src/measure/verdict/judge-campaign.js';
import type { CampaignReport, Question } from '../../../src/model/measurement.js';
import type { Reading } from '../../../src/model/reading.js';
import { type Around, ASKED, ask, crowd, DAY, ECONOMICS, readPeople, SINCE, type Someone } from './some-readings.js';

const MONEY = { economics: ECONOMICS, revenue: ASKED.revenue } as const;

function judge(people: readonly Someone[], more: Partial<Question> = {}, around: Around = {}): CampaignReport {
  return judgeCampaign(ask(more), readPeople(people, around));
}

/** 9,000 people it went to and 1,000 held out. */
const good = crowd({ sent: [9000, 720], held: [1000, 50] });
const bad = crowd({ sent: [9000, 360], held: [1000, 60] });
const same = crowd({ sent: [9000, 450], held: [1000, 50] });

describe('the verdict of a fixed analysis', () => {
  it('is what all of the interval says', () => {
    expect(judge(good).verdict).toEqual({ kind: 'worth_running' });
    expect(judge(bad).verdict).toEqual({ kind: 'not_worth_running' });
    expect(judge(same).verdict).toMatchObject({ kind: 'undecided', because: 'no_clear_difference' });
  });

  it('falls on its day and not before, though the interval be clear long since', () => {
    const before = judge(good, {}, { asOf: 59.9 });
    expect(before.verdict).toMatchObject({ kind: 'undecided', because: 'too_early', moreDays: 1 });
    expect(before.primary.relative?.low).toBeGreaterThan(0);
    expect(before.primary.monitoring).not.toBeNull();
    expect(judge(good, {}, { asOf: 60 }).verdict.kind).toBe('worth_running');
  });

  it('is about those whose window ended before its day, and stays the same ever after', () => {
    const late: readonly Someone[] = Array.from({ length: 1100 }, (_, i) => ({
      arm: i % 11 === 0 ? 'held' : 'sent',
      day: 46 + (i % 20),
      did: { orders: i % 11 === 0 ? 1 : 0, revenue: 0 },
    }));
    const [then, later] = [60, 120].map((asOf) => judge([...good, ...late], {}, { asOf }));
    const { notes: _, permutationP: _then, ...first } = then!.primary;
    const { notes, permutationP: _later, ...second } = later!.primary;
    expect(second).toEqual(first);
    expect(later?.verdict).toEqual(then?.verdict);
    expect(notes.join()).toContain('whose window ended on the day of the verdict or later are in the curve');
    expect(later?.curve.at(-1)?.sent).toBeGreaterThan(later?.counted.sent ?? 0);
  });

  it('gives counts only while fewer than 10 people of the smaller arm have ordered, and a warning below 50', () => {
    const few = judge(crowd({ sent: [900, 90], held: [100, 9] }));
    expect(few.verdict).toMatchObject({ kind: 'undecided', because: 'too_few', lossIfKept: null });
    expect(few.primary).toMatchObject({ absolute: null, relative: null, p: null, monitoring: null, method: 'counts' });
    expect(few.verdict).toMatchObject({ morePeople: 112, moreDays: 11 });
    const some = judge(crowd({ sent: [900, 90], held: [100, 10] }));
    expect(some.primary.absolute).not.toBeNull();
    expect(some.primary.notes[0]).toBe(
      'Only 10 people of the smaller arm have anything to count: read the interval with care.',
    );
    expect(judge(same).primary.notes.join()).not.toContain('read the interval with care');
  });

  it('says how many more people the smallest lift worth having needs, or that it would have shown', () => {
    const { verdict } = judge(same, { minimumLift: 0.05 });
    expect(verdict).toMatchObject({ kind: 'undecided', because: 'no_clear_difference' });
    // Two shares of 5%, one in ten held out, 5% lift: by hand n = (1.96 + 0.8416)² (0.95/0.05/0.9 + 0.95/0.05/0.1) / ln(1.05)².
    const needed = ((1.959964 + 0.841621) ** 2 * (19 / 0.9 + 19 / 0.1)) / Math.log(1.05) ** 2;
    expect('morePeople' in verdict && verdict.morePeople).toBeCloseTo(needed - 10_000, -2);
    expect(judge(same, { minimumLift: 0.9 }).verdict).toMatchObject({ moreDays: null, morePeople: null });
    expect(judge(same, { minimumLift: 0.9 }).primary.notes.join()).toContain(
      'Among so many people a lift of 90% shows in four of five cases: it is probably smaller.',
    );
  });

  it('says what each choice may lose: as much one way as the other where there is no difference', () => {
    const { verdict, primary } = judge(same);
    if (verdict.kind !== 'undecided') expect.unreachable();
    expect(verdict.lossIfKept).toBeCloseTo(verdict.lossIfStopped ?? Number.NaN, 10);
    // σ / √(2π), with σ from the interval.
    const sigma = ((primary.absolute?.high ?? 0) - (primary.absolute?.low ?? 0)) / (2 * 1.959963984540054);
    expect(verdict.lossIfKept).toBeCloseTo(sigma / Math.sqrt(2 * Math.PI), 3);
  });
});

describe('the verdict of a sequential analysis', () => {
  const sequential = { analysis: 'sequential' } as const;

  it('falls on any day, by the interval that holds on every day', () => {
    expect(judge(crowd({ sent: [9000, 1100], held: [1000, 50] }), sequential, { asOf: 40 }).verdict.kind).toBe(
      'worth_running',
    );
    const { verdict, primary } = judge(crowd({ sent: [9000, 600], held: [1000, 50] }), sequential);
    expect(primary.relative?.low).toBeGreaterThan(0);
    expect(primary.monitoring?.relative.low).toBeLessThan(0);
    expect(verdict).toMatchObject({ kind: 'undecided', because: 'no_clear_difference' });
  });

  it('asks for more people than one look does: by the width of its interval where that is narrowest', () => {
    const people = (more: Partial<Question>): number => {
      const { verdict } = judge(same, { minimumLift: 0.05, plannedPeople: 10_000, ...more });
      return verdict.kind === 'undecided' ? (verdict.morePeople ?? 0) + 10_000 : 0;
    };
    // ((3.0347 + 0.8416) / (1.96 + 0.8416))².
    expect(people(sequential) / people({})).toBeCloseTo(1.914, 2);
  });
});

describe('what cannot be answered', () => {
  const because = (people: readonly Someone[], more: Partial<Question> = {}, around: Around = {}): string => {
    const { verdict, primary, money } = judge(people, more, around);
    expect([primary.absolute, primary.relative, primary.p, money]).toEqual([null, null, null, null]);
    return verdict.kind === 'not_answerable' ? verdict.because : verdict.kind;
  };

  it('names the setting to change', () => {
    const unheld = good.filter(({ arm }) => arm === 'sent');
    expect(because(unheld, { holdout: 0 }, { share: 0 })).toMatch(/^Nobody is held out.*set `holdout: 10%`/);
    expect(because([])).toMatch(/run the campaign first/);
    expect(because(unheld, {}, { share: 0 })).toMatch(/^Nobody has been held out yet/);
    expect(because(unheld, {}, { shares: [0, 0.1] })).toMatch(/^The holdout was 0% for a while/);
    expect(because(good, { kpi: ASKED.optouts })).toMatch(/^Its KPI optouts says nothing/);
    expect(
      because(
        good.filter(({ arm }) => arm === 'held'),
        { holdout: 1 },
        { share: 1 },
      ),
    ).toMatch(/below 100%/);
  });
});

describe('arms that chance did not make', () => {
  const leaking = good.filter(({ arm, day }, i) => arm === 'sent' || day < 20 || i % 4 > 0);

  it('are told below p = 0.001, with no lift anywhere, and since when', () => {
    const report = judge(leaking, {
      ...MONEY,
      secondary: [ASKED.revenue],
      guardrails: [
        { ...ASKED.returns, limit: { kind: 'non_inferior', by: 0.02 } },
        { ...ASKED.optouts, limit: { kind: 'max', value: 0.05 } },
      ],
    });
    expect(report.verdict.kind).toBe('invalid');
    expect(report.sampleRatio).toMatchObject({ isSound: false });
    expect(JSON.stringify(report)).not.toMatch(/"(?:absolute|relative|monitoring|adjusted|money)":\{/);
    expect(report.guardrails.map(({ state }) => state)).toEqual(['not_known', 'kept']);
    const causes = report.verdict.kind === 'invalid' ? report.verdict.causes : [];
    expect(causes[0]).toBe('Fewer people are held out than should be: 8.74% and not 10%.');
  });

  it('are sound at 10%, and at any holdout that stood once when only those count who never changed sides', () => {
    expect(judge(good).sampleRatio).toMatchObject({ isSound: true, expectedHeld: 1000 });
    // 5%, then 10%: of those whose number is below 5% or from 10% on, 5.26% are held out.
    const changed = crowd({ sent: [9000, 720], held: [500, 50] });
    expect(judge(changed, {}, { shares: [0.05, 0.1] }).sampleRatio).toMatchObject({ isSound: true, expectedHeld: 500 });
    expect(judge(changed, {}, { shares: [0.1] }).sampleRatio?.isSound).toBe(false);
  });
});

describe('money', () => {
  it('is a translation of the lift of the KPI, so that one statistic decides', () => {
    const { money, primary, verdict, counted } = judge(good, MONEY);
    if (money === null || primary.absolute === null) expect.unreachable();
    expect(verdict.kind).toBe('worth_running');
    expect(money).toMatchObject({ basis: 'per_count', costOfMessages: 90, costOfIncentives: 0 });
    expect(money.incremental?.low).toBeCloseTo((primary.absolute.low ?? 0) * (money.perCount ?? 0) * counted.sent, 6);
    expect(money.net?.low).toBeCloseTo((money.incremental?.low ?? 0) * 0.5 - 90, 6);
    expect(money.attributed).toBeGreaterThan(money.incremental?.value ?? 0);
    const byMoney = judge(good, { ...MONEY, kpi: ASKED.revenue });
    expect(byMoney.money).toMatchObject({ basis: 'kpi', perCount: null });
    expect(byMoney.money?.incremental?.high).toBeCloseTo((byMoney.primary.absolute?.high ?? 0) * counted.sent, 6);
  });

  it('may say no where the lift says yes: a gain that costs more than it brings', () => {
    const dear = { ...ECONOMICS, costPerMessage: { email: 3 } };
    const { verdict, primary } = judge(good, { economics: dear, revenue: ASKED.revenue });
    expect(primary.absolute?.low).toBeGreaterThan(0);
    expect(verdict.kind).toBe('not_worth_running');
  });

  it('decides nothing where the KPI counts what brings none', () => {
    const people = good.map((one) => ({ ...one, did: { ...one.did, visits: one.did.orders! } }));
    const { money, verdict, primary } = judge(people, { ...MONEY, kpi: ASKED.visits });
    expect(money?.basis).toBe('own');
    expect(verdict.kind).toBe('worth_running');
    expect(primary.notes.join()).toContain('money is compared by itself and decides nothing');
  });

  it('counts what unsubscribing costs where a metric counts it, and says so where none does', () => {
    const economics = { ...ECONOMICS, costPerUnsubscribe: 4 };
    const guardrails = [{ ...ASKED.optouts, limit: null }];
    const counted = judge(good, { economics, revenue: ASKED.revenue, guardrails });
    expect(counted.money?.costOfUnsubscribes).toBe(18 * 4);
    const not = judge(good, { economics, revenue: ASKED.revenue });
    expect(not.money?.costOfUnsubscribes).toBe(0);
    expect(not.primary.notes.join()).toContain('What unsubscribing costs is not counted');
  });

  it('asks permutation where some people have less than nought', () => {
    const returned = good.map((one, i) => (i % 50 === 3 ? { ...one, did: { ...one.did, revenue: -40 } } : one));
    const { primary, money } = judge(returned, { ...MONEY, kpi: ASKED.revenue });
    expect(primary.method).toMatch(/^Welch/);
    expect(primary.monitoring).toBeNull();
    expect(primary.notes.join()).toContain('the permutation p decides together with the interval');
    expect(money?.net).not.toBeNull();
  });
});

describe('guardrails', () => {
  const judged = (people: readonly Someone[], guardrail: Question['guardrails'][number], around: Around = {}) =>
    judge(people, { guardrails: [guardrail] }, around).guardrails[0]!;

  it('under a highest value: broken, kept or not known as the one-sided interval says', () => {
    const at = (value: number) => judged(good, { ...ASKED.optouts, limit: { kind: 'max', value } });
    expect(at(0.001)).toMatchObject({
      state: 'broken',
      why: 'It is 0.2% among the people it was sent to, more than the 0.1% that it may be.',
    });
    expect(at(0.005).state).toBe('kept');
    expect(at(0.0025)).toMatchObject({ state: 'not_known' });
  });

  it('against those held out: broken where it is worse than it may be on every day, before the verdict as well', () => {
    const harmful = good.map((one, i) => ({
      ...one,
      did: { ...one.did, returns: one.arm === 'sent' && i % 5 === 0 ? 1 : i % 40 === 0 ? 1 : 0 },
    }));
    const guardrail = { ...ASKED.returns, limit: { kind: 'non_inferior', by: 0.02 } } as const;
    expect(judged(harmful, guardrail, { asOf: 40 }).state).toBe('broken');
    expect(judged(harmful, guardrail).state).toBe('broken');
    const harmless = good.map((one, i) => ({ ...one, did: { ...one.did, returns: i % 3 === 0 ? 1 : 0 } }));
    expect(judged(harmless, { ...guardrail, limit: { kind: 'non_inferior', by: 0.2 } }).state).toBe('kept');
    expect(judged(harmless, guardrail).state).toBe('not_known');
    // On the day of the verdict the interval of one look speaks, which is narrower.
    const { relative, monitoring } = judged(harmless, guardrail).comparison;
    const by = ((relative?.high ?? 0) + (monitoring?.relative.high ?? 0)) / 2;
    expect(judged(harmless, { ...guardrail, limit: { kind: 'non_inferior', by } }).state).toBe('kept');
    expect(judged(harmless, { ...guardrail, limit: { kind: 'non_inferior', by } }, { asOf: 59 }).state).toBe(
      'not_known',
    );
    expect(judged(harmless, { ...ASKED.returns, limit: null }).why).toMatch(/^No harm shows\. At worst/);
    expect(judged(good, { ...ASKED.optouts, limit: null }).why).toContain('`max: 0.5%`');
  });
});

describe('metrics beside the KPI', () => {
  it('are corrected for one another and decide nothing', () => {
    const { secondary, verdict } = judge(same, { secondary: [ASKED.revenue, ASKED.visits, ASKED.optouts] });
    expect(verdict.kind).toBe('undecided');
    expect(secondary.map(({ adjustedP }) => adjustedP !== null)).toEqual([true, true, false]);
    for (const { p, adjustedP } of secondary) if (p !== null) expect(adjustedP).toBeGreaterThanOrEqual(p);
    expect(secondary[0]).toMatchObject({ unit: 'number', method: expect.stringMatching(/^two-part/) });
  });

  it('ratios of totals go by delta', () => {
    const people = good.map((one) => ({
      ...one,
      did: { ...one.did, basket: { y: Number(one.did.revenue), below: Number(one.did.orders) } },
    }));
    const [basket] = judge(people, { secondary: [ASKED.basket] }).secondary;
    expect(basket?.method).toMatch(/^ratio of totals/);
    expect(basket?.arms.sent.value).toBeGreaterThan(20);
    expect(basket?.relative?.low).toBeLessThan(basket?.relative?.high ?? 0);
  });
});

it('draws the curve up to the last day, without a lift while there are too few', () => {
  const { curve, counted } = judge(good);
  expect(curve[0]).toMatchObject({ day: new Date(SINCE + 14 * DAY).toISOString().slice(0, 10), relative: null });
  expect(curve.at(-1)).toMatchObject(counted);
  expect(curve.at(-1)?.relative?.low).toBeGreaterThan(curve.at(-1)?.monitoring?.low ?? 1);
});

const empty: Reading = readPeople([]);
it('says of nobody that nobody can be judged', () => {
  expect(judgeCampaign(ask(MONEY), empty)).toMatchObject({
    verdict: { kind: 'not_answerable' },
    curve: [],
    money: null,
  });
});
