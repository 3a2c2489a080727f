import { describe, expect, it } from 'vitest';
import { shareOf } from '../../src/decide/assign.js';
import { checkPassage } from '../../src/decide/gate.js';
import type { Condition } from '../../src/model/condition.js';
import type { Plan, PlanCampaign, Step } from '../../src/model/plan.js';
import type { RemovedStep } from '../../src/model/plan-edits.js';
import { graftPlan } from '../../src/structure/graft-plan.js';
import { keepCampaign } from '../../src/structure/keep-campaign.js';
import { structureOf } from '../../src/structure/structure-of.js';
import { EditedPlans, edited } from './edited-plans.js';
import {
  at,
  campaign,
  email,
  ends,
  event,
  every,
  HOUR,
  has,
  hasWithin,
  lasting,
  planWith,
  profile,
  sent,
  skips,
} from './world.js';

const START = at('2026-03-01T00:00');
const ENTRY = '2026-03-02T00:00';
const facts = profile([event(ENTRY, 'cart', {}, 'e1')]);
const trigger = { kind: 'event', event: 'cart', where: [], key: null, unless: [] } as const;

/** hello at once, nudge three days later, last four days after that. */
const SERIES: readonly Step[] = [email('hello'), email('nudge', { delay: '3d' }), email('last', { delay: '4d' })];

function planOf(steps: readonly Step[], more: Partial<PlanCampaign> = {}, rest: Partial<Plan> = {}): Plan {
  return edited(planWith({}), {
    campaigns: [campaign('cart', { triggers: [trigger], steps, inFlight: 'follow', ...more })],
    ...rest,
  });
}

const gone = (step: string, how: RemovedStep['then'] = 'next'): Pick<PlanCampaign, 'removed'> => ({
  // biome-ignore lint/suspicious/noThenProperty: nobody awaits it.
  removed: [{ step, then: how }],
});

/** Runs one plan until `edit`, then another to the end; hourly. */
function change(before: Plan, after: Plan, edit = '2026-03-03T00:00', until = '2026-03-20T00:00'): EditedPlans {
  const world = new EditedPlans();
  world.run(before, facts, [START, ...every(HOUR, '2026-03-02T00:00', at(edit) - HOUR)]);
  world.run(after, facts, every(HOUR, edit, until));
  return world;
}

const OLD = planOf(SERIES);
const PINNED = { inFlight: 'pinned' } as const;

describe('pinned', () => {
  it('finishes steps, delays and order as they were, and lets who comes later have the new ones', () => {
    const world = change(planOf(SERIES, PINNED), planOf([email('last', { delay: '1d' })], PINNED));
    expect(sent(world.all)).toEqual([
      '2026-03-02T00:00 cart/hello',
      '2026-03-05T00:00 cart/nudge',
      '2026-03-09T00:00 cart/last',
    ]);
    expect(ends(world.all)).toEqual(['finished']);
    expect(world.kept).toEqual([]);
  });

  it('follows the newest content by step: template, topic and send window', () => {
    const office = { from: 600, to: 1080, on: null, onBlocked: 'defer' } as const;
    const after = planOf([SERIES[0]!, email('nudge', { delay: '9d', topic: 'service', sendWindow: office })], PINNED);
    const nudge = change(planOf(SERIES, PINNED), after).all.find(
      (one) => one.kind === 'planned' && one.message.step === 'nudge',
    );
    expect(nudge).toMatchObject({ message: { topic: 'service', transactional: true, sendAt: at('2026-03-05T10:00') } });
  });

  it('sends the kept template of a step that is gone, and the newest one where that has it', () => {
    const letter = (text: string) => ({
      '': { lang: 'en', subject: text, preheader: null, from: null, html: text, text },
    });
    const templates = { hello: letter('hello'), nudge: letter('old nudge'), last: letter('last') };
    const before = planOf(SERIES, PINNED, { templates });
    const { nudge: _, ...rest } = templates;
    const without = change(
      before,
      planOf([SERIES[0]!, SERIES[2]!], PINNED, { templates: rest }),
      undefined,
      '2026-03-06T00:00',
    );
    const sentNudge = without.all.find((one) => one.kind === 'planned' && one.message.step === 'nudge');
    expect(sentNudge).toMatchObject({ message: { template: expect.stringMatching(/^nudge@[0-9a-f]{8}$/) } });
    const still = change(before, planOf([SERIES[0]!, SERIES[2]!], PINNED, { templates }));
    expect(still.all).toContainEqual(
      expect.objectContaining({ message: expect.objectContaining({ template: 'nudge' }) }),
    );
  });

  it('asks segments, stages and traits as they were defined', () => {
    const when: Condition = {
      kind: 'all',
      of: [
        { kind: 'segment', segment: 'keen' },
        { kind: 'stage', stage: 'old' },
        { kind: 'attribute', name: 'carts', test: { op: 'gte', value: 1 } },
      ],
    };
    const count = { kind: 'count', event: 'cart', where: [], window: { kind: 'ever' } } as const;
    const carts = { trait: count, type: 'number', nullable: false } as const;
    const views = { ...carts, trait: { ...count, event: 'viewed' } };
    const steps = [SERIES[0]!, { ...SERIES[1]!, when }];
    const before = planOf(steps, PINNED, {
      segments: { keen: has('cart') },
      stages: [
        { id: 'new', when: hasWithin('cart', '1d') },
        { id: 'old', when: null },
      ],
      traits: { carts },
    });
    const after = planOf(steps, PINNED, {
      segments: { keen: has('order') },
      stages: [
        { id: 'new', when: has('cart') },
        { id: 'old', when: null },
      ],
      traits: { carts: views },
    });
    expect(sent(change(before, after).all)).toEqual(['2026-03-02T00:00 cart/hello', '2026-03-05T00:00 cart/nudge']);
    expect(
      sent(
        change(
          before,
          planOf(steps, {}, { segments: { keen: has('order') }, stages: after.stages, traits: after.traits }),
        ).all,
      ),
    ).toEqual(['2026-03-02T00:00 cart/hello']);
  });

  it('ends by the events that ended it when it began', () => {
    const facts2 = profile([event(ENTRY, 'cart', {}, 'e1'), event('2026-03-04T00:00', 'order', {}, 'o1')]);
    const run = (before: Plan, after: Plan): readonly string[] => {
      const world = new EditedPlans();
      world.run(before, facts2, [START, at('2026-03-03T00:00')]);
      world.run(after, facts2, every(24 * HOUR, '2026-03-03T01:00', '2026-03-20T00:00'));
      return ends(world.all);
    };
    const exitOn = [has('order')];
    expect(run(planOf(SERIES, { ...PINNED, exitOn }), planOf(SERIES, PINNED))).toEqual(['exited order']);
    expect(run(planOf(SERIES, PINNED), planOf(SERIES, { ...PINNED, exitOn }))).toEqual(['finished']);
    expect(run(planOf(SERIES, { exitOn }), planOf(SERIES))).toEqual(['finished']);
  });

  it('lets an attribute be one that was a trait before', () => {
    const count = { kind: 'count', event: 'cart', where: [], window: { kind: 'ever' } } as const;
    const when: Condition = { kind: 'attribute', name: 'carts', test: { op: 'is', value: 1 } };
    const steps = [email('hello'), email('nudge', { delay: '3d', when })];
    const before = planOf(steps, PINNED, { traits: { carts: { trait: count, type: 'number', nullable: false } } });
    const attributes = {
      ...before.attributes,
      carts: { type: 'number', optional: true, pii: false, enum: null },
    } as const;
    const after = planOf(steps, PINNED, { attributes });
    expect(sent(change(before, after).all)).toContain('2026-03-05T00:00 cart/nudge');
    const grafted = graftPlan(after, [keepCampaign(before, before.campaigns[0]!)]);
    expect(Object.keys(grafted.traits)).toEqual([expect.stringMatching(/^carts@[0-9a-f]{8}$/)]);
  });

  it('waits for the hour as it was found then', () => {
    const hourOf = (event: string): Plan['traits'] => ({
      hour: {
        trait: {
          kind: 'frozen',
          population: { kind: 'best_hour', events: [event], refresh: 'daily', within: null },
          part: 'value',
        },
        type: 'number',
        nullable: true,
      },
    });
    const steps = [
      email('hello'),
      { ...email('nudge'), delay: { for: lasting('3d'), at: { trait: 'hour' }, on: null } },
    ];
    const [before, after] = [
      planOf(steps, PINNED, { traits: hourOf('cart') }),
      planOf(steps, PINNED, { traits: hourOf('order') }),
    ];
    expect(structureOf(before, before.campaigns[0]!)).not.toBe(structureOf(after, after.campaigns[0]!));
    const [, kept] = graftPlan(after, [keepCampaign(before, before.campaigns[0]!)]).campaigns;
    expect(kept?.steps[1]?.delay?.at).toEqual({ trait: expect.stringMatching(/^hour@[0-9a-f]{8}$/) });
  });

  it('keeps one structure for many builds that differ in content only', () => {
    const before = planOf(SERIES, PINNED);
    const world = new EditedPlans();
    world.run(before, facts, [START, at(ENTRY)]);
    for (const hour of [1, 2, 3])
      world.run(edited(before, { timezone: `Etc/GMT+${hour}` }), facts, [at(ENTRY) + hour * HOUR]);
    expect(world.kept).toEqual([]);
    world.run(planOf([SERIES[0]!], PINNED), facts, [at(ENTRY) + 5 * HOUR]);
    world.run(planOf([SERIES[1]!], PINNED), facts, [at(ENTRY) + 6 * HOUR]);
    expect(world.kept).toHaveLength(1);
  });
});

describe('follow', () => {
  it('goes on in the step of the same id, with what stands around it now', () => {
    const after = planOf([SERIES[0]!, email('extra'), SERIES[1]!, email('more', { delay: '1d' })]);
    expect(sent(change(OLD, after).all)).toEqual([
      '2026-03-02T00:00 cart/hello',
      '2026-03-05T00:00 cart/nudge',
      '2026-03-06T00:00 cart/more',
    ]);
  });

  it('follows renames through a chain, and knows both names as one message', () => {
    const moved = [
      { from: 'nudge', to: 'poke' },
      { from: 'poke', to: 'reminder' },
    ];
    const renamed = planOf([SERIES[0]!, email('reminder', { delay: '3d' }), SERIES[2]!], { moved });
    expect(sent(change(OLD, renamed).all)).toEqual([
      '2026-03-02T00:00 cart/hello',
      '2026-03-05T00:00 cart/reminder',
      '2026-03-09T00:00 cart/last',
    ]);
    const back = planOf([SERIES[2]!, email('reminder', { delay: '1d' })], { moved });
    const late = change(OLD, back, '2026-03-06T00:00');
    expect(sent(late.all)).toEqual([
      '2026-03-02T00:00 cart/hello',
      '2026-03-05T00:00 cart/nudge',
      '2026-03-09T00:00 cart/last',
    ]);
    expect(skips(late.all)).toEqual(['reminder repeated']);
  });

  it('remembers a rename that the plan no longer tells of', () => {
    const renamed = planOf([SERIES[0]!, email('poke', { delay: '3d' }), SERIES[2]!], {
      moved: [{ from: 'nudge', to: 'poke' }],
    });
    const forgotten = planOf([SERIES[2]!, email('poke', { delay: '1d' })]);
    const world = new EditedPlans();
    world.run(OLD, facts, [START, ...every(HOUR, '2026-03-02T00:00', '2026-03-06T00:00')]);
    world.run(renamed, facts, [at('2026-03-06T01:00')]);
    world.run(forgotten, facts, every(HOUR, '2026-03-06T02:00', '2026-03-20T00:00'));
    expect(sent(world.all).filter((line) => /nudge|poke/.test(line))).toEqual(['2026-03-05T00:00 cart/nudge']);
    expect(skips(world.all)).toEqual(['poke repeated']);
  });

  it('passes over what was sent before, when steps change places', () => {
    const world = change(OLD, planOf([SERIES[1]!, SERIES[0]!, SERIES[2]!]));
    expect(sent(world.all)).toEqual([
      '2026-03-02T00:00 cart/hello',
      '2026-03-05T00:00 cart/nudge',
      '2026-03-09T00:00 cart/last',
    ]);
    expect(skips(world.all)).toEqual(['hello repeated']);
  });

  it.each([
    ['next', ['2026-03-02T00:00 cart/hello', '2026-03-06T00:00 cart/last'], 'finished'],
    ['exit', ['2026-03-02T00:00 cart/hello'], 'exited step nudge removed'],
    ['drain', ['2026-03-02T00:00 cart/hello', '2026-03-05T00:00 cart/nudge', '2026-03-09T00:00 cart/last'], 'finished'],
  ] as const)('does with those in a removed step as it says: %s', (then, messages, end) => {
    const world = change(OLD, planOf([SERIES[0]!, SERIES[2]!], gone('nudge', then)));
    expect(sent(world.all)).toEqual(messages);
    expect(ends(world.all)).toEqual([end]);
    expect(skips(world.all)).toEqual(then === 'drain' ? [] : ['nudge step-gone']);
    expect(world.kept).toEqual([]);
  });

  it('ends who waits in a step that is gone without a word, and in a removed one with nothing behind it', () => {
    expect(ends(change(OLD, planOf([SERIES[0]!, SERIES[2]!])).all)).toEqual(['exited step nudge removed']);
    expect(ends(change(OLD, planOf([SERIES[0]!], gone('nudge'))).all)).toEqual(['finished']);
  });

  it('drains what a step holds inside, and goes on behind it', () => {
    const inside = [email('a', { delay: '1d' }), email('b', { delay: '1d' })];
    const wait: Step = {
      id: 'hold',
      delay: null,
      when: null,
      action: {
        kind: 'wait_for',
        for: { kind: 'event', event: 'order', where: [] },
        within: lasting('2d'),
        met: [],
        otherwise: inside,
      },
    };
    const before = planOf([SERIES[0]!, wait, SERIES[2]!]);
    const after = planOf([SERIES[0]!, SERIES[2]!], {
      // biome-ignore lint/suspicious/noThenProperty: nobody awaits it.
      removed: ['hold', 'a', 'b'].map((step) => ({ step, then: 'drain' as const })),
    });
    expect(sent(change(before, after).all)).toEqual([
      '2026-03-02T00:00 cart/hello',
      '2026-03-05T00:00 cart/a',
      '2026-03-06T00:00 cart/b',
      '2026-03-10T00:00 cart/last',
    ]);
  });

  it('moves a lengthened delay to its later moment, counted from when it began', () => {
    const after = planOf([SERIES[0]!, email('nudge', { delay: '5d' }), SERIES[2]!]);
    expect(sent(change(OLD, after).all)[1]).toBe('2026-03-07T00:00 cart/nudge');
  });

  it('moves a shortened delay to its earlier moment, when that is still to come', () => {
    const after = planOf([SERIES[0]!, email('nudge', { delay: '2d' }), SERIES[2]!]);
    expect(sent(change(OLD, after).all)[1]).toBe('2026-03-04T00:00 cart/nudge');
  });

  it('spreads a shortened delay whose new moment is past, each at a share of the time that was left', () => {
    const after = planOf([SERIES[0]!, email('nudge', { delay: '1h' }), SERIES[2]!]);
    const applied = at('2026-03-03T00:00');
    const promised = at('2026-03-05T00:00');
    const times = Array.from({ length: 200 }, (_, i) => {
      const one = { ...facts, profileId: `p${i}` };
      const world = new EditedPlans(one.profileId);
      world.run(OLD, one, [START, at(ENTRY)]);
      world.run(after, one, [applied, promised]);
      const found = world.all.find((each) => each.kind === 'planned' && each.message.step === 'nudge');
      const due = found?.kind === 'planned' ? found.message.dueAt : 0;
      expect(due).toBe(applied + Math.floor(shareOf('cart/nudge/spread/v1', one.profileId) * (promised - applied)));
      return due;
    });
    const byHour = new Map<number, number>();
    for (const time of times) byHour.set(Math.floor(time / HOUR), (byHour.get(Math.floor(time / HOUR)) ?? 0) + 1);
    expect(byHour.size).toBeGreaterThan(40);
    expect(Math.max(...byHour.values())).toBeLessThan(15);
  });

  it('decides the same whether it ticks hourly or daily after the edit', () => {
    const after = planOf([SERIES[0]!, email('nudge', { delay: '1h' }), email('last', { delay: '2d' })], { moved: [] });
    const run = (step: number): readonly string[] => {
      const world = new EditedPlans();
      world.run(OLD, facts, [START, at('2026-03-03T00:00')]);
      world.run(after, facts, every(step, '2026-03-03T00:00', '2026-03-20T00:00'));
      return sent(world.all);
    };
    expect(run(24 * HOUR)).toEqual(run(HOUR));
    expect(run(HOUR)).toHaveLength(3);
  });

  it('keeps the variant that somebody was in, under other weights', () => {
    const split = (first: number, step: Step | null): Step => ({
      id: 'fork',
      delay: null,
      when: null,
      action: {
        kind: 'split',
        variants: ['one', 'two'].map((id, i) => ({
          id,
          weight: i === 0 ? first : 1 - first,
          steps: [email(`${id}-a`, { delay: '2d' }), ...(step === null ? [] : [{ ...step, id: `${id}-b` }])],
        })),
      },
    });
    const before = planOf([split(1, null)]);
    // The split comes again behind the step that people wait in.
    const after = planOf(
      [email('one-a', { delay: '2d' }), { ...split(0, null), id: 'fork' }].map((step) =>
        step.id === 'fork'
          ? ({
              ...step,
              action: {
                kind: 'split',
                variants: ['one', 'two'].map((id) => ({ id, weight: id === 'two' ? 1 : 0, steps: [email(`${id}-b`)] })),
              },
            } as Step)
          : step,
      ),
    );
    expect(sent(change(before, after).all)).toEqual(['2026-03-04T00:00 cart/one-a', '2026-03-04T00:00 cart/one-b']);
  });

  it('goes on, when it is moved, from a wait for what came before', () => {
    const wait = (name: string): Step => ({
      id: 'hold',
      delay: null,
      when: null,
      action: {
        kind: 'wait_for',
        for: { kind: 'event', event: name, where: [] },
        within: lasting('9d'),
        met: [email('thanks')],
        otherwise: [],
      },
    });
    const viewed = profile([event(ENTRY, 'cart', {}, 'e1'), event('2026-03-02T12:00', 'viewed', {}, 'v1')]);
    const world = new EditedPlans();
    world.run(planOf([wait('order')]), viewed, [START, at('2026-03-03T00:00')]);
    world.run(planOf([wait('viewed')]), viewed, [at('2026-03-05T00:00')]);
    expect(sent(world.all)).toEqual(['2026-03-05T00:00 cart/thanks']);
  });

  it('goes on from a wait that is longer now', () => {
    const wait = (within: string): Step => ({
      id: 'hold',
      delay: null,
      when: null,
      action: {
        kind: 'wait_for',
        for: { kind: 'event', event: 'order', where: [] },
        within: lasting(within),
        met: [],
        otherwise: [],
      },
    });
    const longer = change(planOf([wait('2d'), email('then')]), planOf([wait('6d'), email('then')]));
    expect(sent(longer.all)).toEqual(['2026-03-08T00:00 cart/then']);
  });

  it('leaves a journey from before structures were recorded where it is, but for renames', () => {
    const world = new EditedPlans();
    world.run(OLD, facts, [START, at(ENTRY)]);
    world.history = { ...world.history, journeys: world.history.journeys.map((one) => ({ ...one, structure: null })) };
    world.run(
      planOf([email('poke', { delay: '9d' })], { moved: [{ from: 'nudge', to: 'poke' }] }),
      facts,
      every(HOUR, '2026-03-03T00:00', '2026-03-20T00:00'),
    );
    expect(sent(world.all)).toEqual(['2026-03-02T00:00 cart/hello', '2026-03-11T00:00 cart/poke']);
  });
});

describe('a campaign that goes', () => {
  it.each(['pinned', 'follow'] as const)(
    'ends those inside at once (%s), and neither enrols nor mails them when it comes back',
    (inFlight) => {
      const plan = planOf(SERIES, { inFlight });
      const world = change(plan, edited(planWith({}), {}), undefined, '2026-03-04T00:00');
      expect(ends(world.all)).toEqual(['exited campaign removed']);
      expect(world.kept).toEqual([]);
      const seen = world.all.length;
      world.run(edited(plan, {}), facts, every(HOUR, '2026-03-04T01:00', '2026-03-20T00:00'));
      expect(world.all.slice(seen)).toEqual([]);
    },
  );

  it('takes in nothing that happened while it was away, also with a backfill', () => {
    const late = profile([event('2026-03-04T12:00', 'cart', {}, 'e1'), event('2026-03-05T12:00', 'cart', {}, 'e2')]);
    for (const backfill of [null, lasting('7d')]) {
      const plan = planOf([email('hello')], { backfill });
      const world = new EditedPlans();
      world.run(plan, late, [START]);
      world.run(edited(planWith({}), {}), late, [at('2026-03-04T00:00')]);
      world.run(edited(plan, {}), late, [at('2026-03-05T00:00'), at('2026-03-06T00:00')]);
      expect(sent(world.all)).toEqual(['2026-03-05T12:00 cart/hello']);
    }
  });
});

describe('a renamed step is the same message', () => {
  const renamed = planOf([email('hello'), email('poke', { delay: '3d' }), SERIES[2]!], {
    moved: [{ from: 'nudge', to: 'poke' }],
  });

  it('to conditions on what was sent, of any time and of the journey', () => {
    for (const ofJourney of [{}, { ofJourney: true } as const]) {
      const asks: Step = {
        ...email('extra', { delay: '1d' }),
        when: { kind: 'message', campaign: 'cart', step: 'poke', ...ofJourney },
      };
      const after = planOf([...(renamed.campaigns[0]?.steps ?? []), asks], { moved: [{ from: 'nudge', to: 'poke' }] });
      expect(sent(change(OLD, after, '2026-03-06T00:00').all)).toContain('2026-03-10T00:00 cart/extra');
    }
  });

  it('to campaigns that begin when it is received', () => {
    const received = { kind: 'received', campaign: 'cart', step: 'poke', plan: null, between: null } as const;
    const plan = edited(renamed, {
      campaigns: [...renamed.campaigns, campaign('sorry', { triggers: [received], steps: [email('sorry')] })],
    });
    const world = new EditedPlans();
    world.run(plan, facts, [START]);
    const receipt = { id: 'm1', campaign: 'cart', step: 'nudge', plan: 'sha256:old', at: START + HOUR };
    world.history = { ...world.history, received: [receipt, { ...receipt, id: 'm2', step: 'last' }] };
    expect(sent(world.run(plan, facts, [START + 2 * HOUR]))).toEqual(['2026-03-01T01:00 sorry/sorry']);
  });

  it('to the chance that draws its variants', () => {
    const split = (id: string): Step => ({
      id,
      delay: { for: lasting('2d'), at: null, on: null },
      when: null,
      action: {
        kind: 'split',
        variants: ['one', 'two'].map((name) => ({ id: name, weight: 0.5, steps: [email(name)] })),
      },
    });
    const [before, after] = [
      planOf([split('fork')]),
      planOf([split('spoon')], { moved: [{ from: 'fork', to: 'spoon' }] }),
    ];
    for (const profileId of ['p1', 'p2', 'p3', 'p4', 'p5', 'p6']) {
      const run = (second: Plan): readonly string[] => {
        const world = new EditedPlans(profileId);
        world.run(before, { ...facts, profileId }, [START, at(ENTRY)]);
        return sent(world.run(second, { ...facts, profileId }, [at('2026-03-05T00:00')]));
      };
      expect(run(after), profileId).toEqual(run(before));
    }
  });
});

describe('the check before a message leaves', () => {
  const ordered = profile([event(ENTRY, 'cart', {}, 'e1'), event('2026-03-05T01:00', 'order', {}, 'o1')]);
  const passage = (before: Partial<PlanCampaign>, after: Partial<PlanCampaign>, later = after): string => {
    const world = change(
      planOf(SERIES, { ...PINNED, ...before }),
      planOf([SERIES[0]!], { ...PINNED, ...after }),
      undefined,
      '2026-03-05T00:00',
    );
    const decision = world.all.findLast((one) => one.kind === 'planned');
    if (decision?.kind !== 'planned') return 'nothing';
    const inForce = graftPlan(planOf([SERIES[0]!], { ...PINNED, ...later }), world.kept);
    const found = checkPassage(inForce, decision.message, ordered, [], [], at('2026-03-05T02:00'));
    return found.kind === 'drop' ? found.reason : found.kind;
  };

  it('asks for the events that end the journey in its own structure', () => {
    const exitOn = [has('order')];
    expect(passage({ exitOn }, {})).toBe('exited: order');
    expect(passage({}, { exitOn })).toBe('go');
  });

  it('holds to the send window of the newest plan', () => {
    const sendWindow = { from: 600, to: 1080, on: null, onBlocked: 'defer' } as const;
    expect(passage({}, {}, { sendWindow })).toBe('wait');
    expect(passage({ sendWindow }, {})).toBe('go');
  });
});
