import { compareText } from '../model/diagnostic.js';
import { invariant, LifecycleError } from '../model/failure.js';
import { testName } from '../model/message-test.js';
import type { Instant } from '../model/value.js';
import type { Database } from './database.js';
import type { Note } from './journal.js';
import type { Guard } from './lease.js';
import type { Ledger } from './ledger.js';
import type { Plans } from './plans.js';
import { openRemembered } from './remembered.js';

interface TickRow {
  readonly seq: number;
  readonly previous: number | null;
  readonly now: number;
  readonly done: number;
}

/** The watermark: which instant the world was brought up to, where campaigns started, who was in which group. */
export function openTicks(
  db: Database,
  note: Note,
  guard: Guard,
  plans: Pick<Plans, 'apply' | 'prune'>,
): Pick<Ledger, 'beginTick' | 'endTick' | 'due' | 'amongInside' | 'recorded' | 'members'> {
  const remembered = openRemembered(db);
  const lastTick = db.prepare<TickRow>('SELECT seq, previous, now, done FROM ticks ORDER BY seq DESC LIMIT 1');
  const begin = db.prepare('INSERT INTO ticks (previous, now, plan) VALUES (?, ?, ?)');
  const end = db.prepare('UPDATE ticks SET done = 1, profiles = ? WHERE now = ? AND done = 0');
  const start = db.prepare('INSERT INTO campaigns (id, started_at) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const starts = db.prepare<{ id: string; started_at: number; returned_at: number | null }>(
    'SELECT id, started_at, returned_at FROM campaigns',
  );
  const verdicts = db.prepare<{ campaign: string; step: string; winner: string; decided_at: number }>(
    'SELECT campaign, step, winner, decided_at FROM message_tests',
  );
  const segments = db.prepare<{ key: string; as_of: number }>('SELECT key, as_of FROM segments');
  const record = db.prepare(
    'INSERT INTO segments (key, as_of) VALUES (?, ?) ON CONFLICT DO UPDATE SET as_of = excluded.as_of',
  );
  const forget = db.prepare<{ key: string }>(
    'DELETE FROM segments WHERE key NOT IN (SELECT value FROM json_each(?)) RETURNING key',
  );
  const leave = db.prepare<{ profile_id: string }>(
    'DELETE FROM members WHERE key = ? AND profile_id IN (SELECT value FROM json_each(?)) RETURNING profile_id',
  );
  const join = db.prepare<{ profile_id: string }>(
    'INSERT INTO members (key, profile_id) SELECT ?, value FROM json_each(?) WHERE true ON CONFLICT DO NOTHING RETURNING profile_id',
  );
  const membersOf = db.prepare<{ profile_id: string }>('SELECT profile_id FROM members WHERE key = ?');
  const due = db.prepare<{ profile_id: string }>(
    `SELECT DISTINCT profile_id FROM journeys WHERE status = 'active' AND wake <= ?`,
  );
  const amongInside = db.prepare<{ profile_id: string }>(
    `SELECT value AS profile_id FROM json_each(?) WHERE EXISTS (SELECT 1 FROM journeys WHERE profile_id = value AND status = 'active')`,
  );
  const sorted = (rows: readonly { readonly profile_id: string }[]): readonly string[] =>
    rows.map(({ profile_id }) => profile_id).sort(compareText);

  const pending = (now: Instant, plan: string): TickRow => {
    const last = lastTick.get();
    if (last !== undefined && now < last.now) throw clockWentBack(last.now, now);
    if (last !== undefined && last.done === 0) return last;
    const previous = last?.now ?? null;
    begin.run(previous, now, plan);
    note(now, 'tick-begun', { previous, plan });
    return { seq: 0, previous, now, done: 0 };
  };

  return {
    beginTick: (fence, now, plan, groupKeys) =>
      db.transaction(() => {
        guard(fence);
        const tick = pending(now, plan.hash);
        const applied = plans.apply(plan, tick.now);
        for (const { id } of plan.campaigns) {
          if (start.run(id, tick.now) > 0) note(tick.now, 'campaign-started', { campaign: id });
        }
        const known = new Set(segments.all().map(({ key }) => key));
        const begun = starts.all();
        return {
          previous: tick.previous,
          now: tick.now,
          starts: Object.fromEntries(begun.map((row) => [row.id, row.started_at])),
          returned: Object.fromEntries(
            begun.flatMap(({ id, returned_at: at }) => (at === null ? [] : [[id, at] as const])),
          ),
          applied,
          knownGroups: Object.fromEntries(Object.entries(groupKeys).map(([name, key]) => [name, known.has(key)])),
          tests: Object.fromEntries(
            verdicts
              .all()
              .map(({ campaign, step, winner, decided_at: decidedAt }) => [
                testName({ campaign, step }),
                { winner, decidedAt },
              ]),
          ),
        };
      }),

    endTick: (fence, tick, groupKeys, changes, profilesDecided) =>
      db.transaction(() => {
        guard(fence);
        // A group nobody watched for a while would come back with members of long ago, and changes that nobody saw happen.
        for (const { key } of forget.all(JSON.stringify(Object.values(groupKeys)))) {
          note(tick.now, 'segment-forgotten', { key });
        }
        for (const [group, key] of Object.entries(groupKeys)) {
          const change = changes[group] ?? { joined: [], left: [] };
          record.run(key, tick.now);
          const left = sorted(leave.all(key, JSON.stringify(change.left)));
          const joined = sorted(join.all(key, JSON.stringify(remembered(change.joined))));
          note(tick.now, 'members', { key, left, joined });
        }
        plans.prune(tick.now);
        invariant(end.run(profilesDecided, tick.now) === 1, 'a tick ends once');
        note(tick.now, 'tick-ended', { profiles: profilesDecided });
      }),

    // Sorted here: SQLite orders by UTF-8 bytes, the rest of the house by UTF-16 units.
    due: (now) => sorted(due.all(now)),
    amongInside: (profileIds) => sorted(amongInside.all(JSON.stringify(profileIds))),

    recorded: (groupKeys) => {
      const known = new Map(segments.all().map(({ key, as_of: asOf }) => [key, asOf]));
      return Object.fromEntries(Object.entries(groupKeys).map(([group, key]) => [group, known.get(key) ?? null]));
    },

    members: (groupKeys) =>
      Object.fromEntries(Object.entries(groupKeys).map(([group, key]) => [group, sorted(membersOf.all(key))])),
  };
}

function clockWentBack(last: Instant, now: Instant): LifecycleError {
  return new LifecycleError(
    'LC905',
    `the clock went back: this run is for ${new Date(now).toISOString()}, and the ledger already stands at ${new Date(last).toISOString()}`,
    ['Mend the clock, or wait until it has passed that time: running the past again could send messages twice.'],
  );
}
