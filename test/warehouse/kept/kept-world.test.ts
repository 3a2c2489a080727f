import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../src/model/plan.js';
import { TOGETHER } from '../../../src/warehouse/event-batches.js';
import { openWorld } from '../../../src/warehouse/open-world.js';
import { contentOf } from '../content-of.js';
import { folderWith } from '../fixture.js';
import { begin, type Change, type Event, happen, histories, planOf, START } from './histories.js';

const RUNS = Number(process.env.LIFECYCLE_KEPT_RUNS ?? 5);

type Content = Awaited<ReturnType<typeof contentOf>>;

/** Whose rows differ. */
function changedPeople(before: Content, after: Content): ReadonlySet<string> {
  const rows = (content: Content) => {
    const byId = new Map<string, string>();
    const spell = (row: readonly unknown[]) => row.map(String).join('|');
    for (const row of content.people) byId.set(String(row[0]), spell(row));
    for (const row of content.events) byId.set(String(row[0]), `${byId.get(String(row[0]))} ${spell(row)}`);
    return byId;
  };
  const [was, is] = [rows(before), rows(after)];
  return new Set([...was.keys(), ...is.keys()].filter((id) => was.get(id) !== is.get(id)));
}

it('kept data brought up to date are data loaded afresh, and name whose rows changed', async () => {
  const told = { exactly: 0, not: 0 };
  await fc.assert(
    fc.asyncProperty(histories, fc.constantFrom(1, TOGETHER), async ({ isDated, people, first, changes }, together) => {
      for (const isTold of await follow(isDated, people, first, changes, together))
        told[isTold ? 'exactly' : 'not'] += 1;
    }),
    { numRuns: RUNS, endOnFailure: RUNS > 5 },
  );
  // Otherwise the above would say nothing of what is done in between.
  expect(told.exactly).toBeGreaterThan(0);
}, 600_000);

describe('what chance seldom finds', () => {
  const person = (id: string, tz = 'Europe/Berlin') => ({ id, email: `${id}@x.test`, tz });
  const people = [person('ann'), person('bob'), person('cyd'), person('dan')];
  const order = (id: string | null, who: string, hours: number, properties: object = {}): Event => ({
    ...{ id, who, name: 'order', properties: { ...properties } },
    time: new Date(START + hours * 3_600_000).toISOString(),
  });
  const first = [order('a', 'ann', -3), order('b', 'nobody', -2), order('c', 'ann', 30, { string: 'later' })];
  const add = (file: number, ...events: readonly Event[]): Change => ({ kind: 'add', file, events });
  const grow = (file: number, events: readonly Event[], isBroken = false): Change => ({
    kind: 'grow',
    file,
    events,
    isBroken,
  });
  const bad = (id: string) => order(id, 'bob', -9, { number: 'many' });

  it.each<[string, boolean, readonly Change[], readonly boolean[]]>([
    ['an event comes again', false, [add(4, order('a', 'ann', -3))], [false]],
    ['an id comes again for another event', false, [add(4, order('a', 'bob', -5))], [false]],
    [
      'an event without an id comes again',
      false,
      [add(4, order(null, 'ann', 1)), add(1, order(null, 'ann', 1))],
      [true, false],
    ],
    ['an earlier event comes late', false, [add(4, order('x', 'ann', -99), order('y', 'ann', 2))], [true]],
    [
      'an event comes late by weeks, before others of that time and after them',
      false,
      [
        add(4, order('x', 'ann', -900), order('y', 'bob', -600)),
        add(1, order('z', 'ann', -950), order('w', 'bob', -650)),
      ],
      [true, true],
    ],
    [
      'events of one moment are ordered by id',
      false,
      [add(4, order('0', 'ann', -3)), add(1, order('b', 'ann', -3))],
      [true, true],
    ],
    [
      'somebody comes of whom there were events',
      false,
      [{ kind: 'people', people: [...people, person('nobody')] }],
      [false],
    ],
    [
      'somebody comes and does something',
      false,
      [{ kind: 'people', people: [...people, person('eve', 'Asia/Kathmandu')] }, add(4, order('x', 'eve', 0))],
      [true, true],
    ],
    ['somebody goes', false, [{ kind: 'people', people: people.slice(1) }], [false]],
    [
      'somebody moves',
      false,
      [{ kind: 'people', people: [person('ann', 'America/New_York'), ...people.slice(1)] }],
      [true],
    ],
    [
      'somebody moves whose events were dated',
      true,
      [{ kind: 'people', people: [person('ann', 'America/New_York'), ...people.slice(1)] }],
      [false],
    ],
    [
      'a day comes',
      false,
      [
        { kind: 'clock', by: 24 * 3_600_000 },
        { kind: 'clock', by: -24 * 3_600_000 },
      ],
      [true, true],
    ],
    [
      'CSV grows',
      false,
      [
        add(1, bad('x'), order('y', 'cyd', 0)),
        grow(1, [order('z', 'cyd', 1), bad('u'), bad('v')]),
        grow(1, [bad('w')]),
      ],
      [true, true, true],
    ],
    [
      'NDJSON grows',
      false,
      [add(4, bad('x')), grow(4, [order('z', 'cyd', 1), bad('u')]), grow(4, [bad('w')])],
      [true, true, true],
    ],
    [
      'a text ends in the middle',
      false,
      [add(1, order('x', 'cyd', 0)), grow(1, [order('z', 'cyd', 1)], true), grow(1, [order('u', 'dan', 1)])],
      [true, true, false],
    ],
    ['a file is left as it is but for its time', false, [{ kind: 'touch', file: 0 }], [true]],
  ])('%s', async (_, isDated, changes, told) => {
    expect(await follow(isDated, people, first, changes)).toEqual(told);
  });
});

/** Lets things happen, and compares after each what is kept with what is loaded afresh. Answers of each change whether it was told who changed. */
async function follow(
  isDated: boolean,
  people: Parameters<typeof begin>[1],
  first: readonly Event[],
  changes: readonly Change[],
  together = 1,
): Promise<readonly boolean[]> {
  const plan = planOf(isDated);
  const root = folderWith({});
  begin(root, people, first);
  let now = START;
  const told: boolean[] = [];
  let last: { readonly version: string; readonly content: Content } | null = null;
  for (const change of [null, ...changes]) {
    if (change !== null) now += happen(root, change);
    const { content, version, arrived, isKept } = await contentAt(plan, root, now, 0, together, last?.version ?? '');
    expect(content).toEqual((await contentAt(plan, root, now, Number.POSITIVE_INFINITY)).content);
    if (!isKept) {
      told.push(true);
      continue;
    }
    if (last !== null) {
      const changed = changedPeople(last.content, content);
      told.push(arrived !== null);
      if (arrived !== null) expect([...changed].filter((id) => !arrived.includes(id))).toEqual([]);
      if (last.version === version) expect(changed.size).toBe(0);
    }
    last = { version, content };
  }
  return told;
}

async function contentAt(plan: Plan, root: string, now: number, keptFrom: number, together = TOGETHER, since = '') {
  const open = await openWorld(plan, root, now, 'run', keptFrom, together);
  try {
    const pids = await open.world.arrivals(since);
    const arrived = pids === null ? null : await open.world.people.idsOf(pids);
    return { content: await contentOf(open), version: open.world.version, arrived, isKept: open.isKept };
  } finally {
    open.close();
  }
}
