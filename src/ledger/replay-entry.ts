import type { Decision } from '../model/decision.js';
import { LifecycleError } from '../model/failure.js';
import type { Journey } from '../model/journey.js';
import type { PlannedMessage } from '../model/message.js';
import type { TestVerdict } from '../model/message-test.js';
import type { Plan } from '../model/plan.js';
import type { Database, Param } from './database.js';
import { type Erasure, openForgotten } from './forgotten.js';
import { openWriter } from './positions.js';
import { openStepNames } from './step-names.js';
import { RESOLVE } from './unknowns.js';

/** One line of the journal. */
export interface Entry {
  readonly seq: number;
  readonly at: number;
  readonly kind: string;
  readonly body: string;
}

interface Body extends Readonly<Record<string, Param>> {
  readonly id: string;
}

/** Does to the tables again what an entry says was done; throws LC908 when it says nothing that is known. */
export function openReplay(db: Database): (entry: Entry) => void {
  const write = openWriter(db);
  const forget = openForgotten(db);
  const make = db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)');
  const settle = db.prepare('INSERT INTO homes (id, since, how, held_until) VALUES (?, ?, ?, ?)');
  const beginTick = db.prepare('INSERT INTO ticks (previous, now, plan) VALUES (?, ?, ?)');
  const endTick = db.prepare('UPDATE ticks SET done = 1, profiles = ? WHERE seq = (SELECT max(seq) FROM ticks)');
  const start = db.prepare('INSERT INTO campaigns (id, started_at) VALUES (?, ?)');
  const nameSteps = openStepNames(db);
  const keepTemplate = db.prepare('INSERT INTO plan_templates VALUES (?, ?)');
  const dropTemplate = db.prepare('DELETE FROM plan_templates WHERE hash = ?');
  const apply = db.prepare('INSERT INTO plans (serial, hash, applied_at, body) VALUES (?, ?, ?, ?)');
  const empty = db.prepare('UPDATE plans SET body = NULL WHERE serial < ?');
  const keepStructure = db.prepare(
    'INSERT INTO structures VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET body = excluded.body',
  );
  const dropStructure = db.prepare('DELETE FROM structures WHERE campaign = ? AND structure = ?');
  const comeBack = db.prepare('UPDATE campaigns SET returned_at = ? WHERE id = ?');
  const watch = db.prepare(
    'INSERT INTO segments (key, as_of) VALUES (?, ?) ON CONFLICT DO UPDATE SET as_of = excluded.as_of',
  );
  const unwatch = db.prepare('DELETE FROM segments WHERE key = ?');
  const leave = db.prepare(
    `DELETE FROM members WHERE key = ? AND profile_id IN (SELECT value FROM json_each(? ->> '$.left'))`,
  );
  const join = db.prepare(`INSERT INTO members (key, profile_id) SELECT ?, value FROM json_each(? ->> '$.joined')`);
  const decided = db.prepare('INSERT INTO message_tests VALUES (?, ?, ?, ?, ?, ?)');
  const suppress = db.prepare(
    'INSERT INTO suppressions (profile_id, address, topic, since, reason) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const halt = db.prepare('INSERT INTO halts (campaign, step, since, reason) VALUES (?, ?, ?, ?)');
  const resume = db.prepare('DELETE FROM halts WHERE campaign = ? AND step = ?');
  const give = db.prepare('INSERT INTO codes (code, incentive, message_id, given_at) VALUES (?, ?, ?, ?)');
  const attempt = db.prepare(
    'UPDATE messages SET attempts = attempts + 1, first_attempt_at = coalesce(first_attempt_at, ?) WHERE id = ?',
  );
  const withhold = db.prepare(`UPDATE messages SET status = 'withheld', ended_at = ?, outcome = NULL WHERE id = ?`);
  const handOver = db.prepare(`UPDATE messages SET status = 'handing_over', handed_at = ?, body = NULL WHERE id = ?`);
  const putOff = db.prepare('UPDATE messages SET not_before = ?, outcome = ? WHERE id = ?');
  const delay = db.prepare(
    `UPDATE messages SET status = 'planned', handed_at = CASE lost_answers WHEN 0 THEN NULL ELSE handed_at END,
      not_before = ?, outcome = ?, body = ? WHERE id = ?`,
  );
  const lose = db.prepare(
    `UPDATE messages SET status = 'unknown', ended_at = ?, outcome = ?, body = ?, lost_answers = lost_answers + 1 WHERE id = ?`,
  );
  const resolve = db.prepare(RESOLVE.end);
  const replan = db.prepare(RESOLVE.replan);
  const sendAgain = db.prepare(RESOLVE.again);
  const end = db.prepare('UPDATE messages SET status = ?, ended_at = ?, outcome = ?, body = NULL WHERE id = ?');

  return (entry) => {
    const { at, kind } = entry;
    const read = <Shape = Body>(): Shape => parse(entry) as Shape;
    const one = (query: { run(...params: readonly Param[]): number }, ...params: readonly Param[]): void => {
      if (query.run(...params) !== 1) throw unreadable(entry, 'does not fit to what stands before it');
    };
    switch (kind) {
      case 'made':
        return one(make, 'secret', read().secret!);
      case 'forgotten':
        return forget(read<Erasure>(), at);
      case 'settled':
        return one(settle, read().id, at, read().how!, read().heldUntil!);
      case 'tick-begun':
        return one(beginTick, read().previous!, at, read().plan!);
      case 'tick-ended':
        return one(endTick, read().profiles!);
      case 'campaign-started':
        return one(start, read().campaign!, at);
      case 'template-kept': {
        const { hash, body } = read<{ readonly hash: string; readonly body: object }>();
        return one(keepTemplate, hash, JSON.stringify(body));
      }
      case 'template-dropped':
        return one(dropTemplate, read().hash!);
      case 'plan-applied': {
        const { serial, hash, plan } = read<{
          readonly serial: number;
          readonly hash: string;
          readonly plan: Plan;
        }>();
        one(apply, serial, hash, at, JSON.stringify(plan));
        empty.run(serial);
        nameSteps(plan);
        return;
      }
      // Somebody's choice, which changes nothing by itself: the plan that is applied then does.
      case 'went-back':
        return;
      // The words are gone from the entries before it.
      case 'pruned':
        return;
      case 'structure-kept': {
        const { campaign, structure, plan } = read<{
          readonly campaign: string;
          readonly structure: string;
          readonly plan: object;
        }>();
        return one(keepStructure, campaign, structure, JSON.stringify(plan));
      }
      case 'structure-dropped':
        return one(dropStructure, read().campaign!, read().structure!);
      case 'campaign-returned':
        return one(comeBack, at, read().campaign!);
      case 'segment-forgotten':
        return one(unwatch, read().key!);
      case 'members': {
        const { key } = read();
        watch.run(key!, at);
        leave.run(key!, entry.body);
        join.run(key!, entry.body);
        return;
      }
      case 'entered':
      case 'moved': {
        const { journey } = read<{ readonly journey: Journey }>();
        const { structure = null, move = null } = journey as Partial<Journey>;
        write({ kind, journey: { ...journey, structure, move } }, at);
        return;
      }
      case 'skipped':
      case 'refused':
      case 'deferred':
        write({ kind, ...read<object>() } as Decision, at);
        return;
      case 'planned':
      case 'withheld': {
        const { message, ...rest } = read<{ readonly message: PlannedMessage }>();
        // Written before messages had variants, or structures and assignments were recorded.
        const { variant = null, structure = null, assignment = null } = message as Partial<PlannedMessage>;
        write({ kind, ...rest, message: { ...message, variant, structure, assignment } } as Decision, at);
        return;
      }
      case 'exposed':
        return one(withhold, at, read().id);
      case 'attempt':
        return one(attempt, at, read().id);
      case 'code-given':
        return one(give, read().code!, read().incentive!, read().id, at);
      case 'handing-over':
        return one(handOver, at, read().id);
      case 'put-off':
        return one(putOff, read().until!, read().reason!, read().id);
      case 'delayed':
        return one(delay, read().retryAt!, read().reply!, read().body ?? null, read().id);
      case 'dropped':
        return one(end, kind, at, read().reason!, read().id);
      case 'sent':
      case 'failed':
        return one(end, kind, at, read().reply!, read().id);
      case 'left-unknown':
        return one(end, 'unknown', at, read().reply!, read().id);
      case 'unknown':
        return one(lose, at, read().reply!, read().body ?? null, read().id);
      case 'resolved': {
        const { id, as, reason } = read();
        return as === 'planned' ? one(replan, at, reason!, id) : one(resolve, as!, at, reason!, id);
      }
      case 'sent-again':
        return one(sendAgain, read().notBefore!, read().id);
      case 'test-decided': {
        const { campaign, step, begunAt, decidedAt, winner, results } = read<TestVerdict>();
        return one(decided, campaign, step, begunAt, decidedAt, winner, JSON.stringify(results));
      }
      case 'halted':
        return one(halt, read().campaign!, read().step ?? '', at, read().reason!);
      case 'resumed':
        return one(resume, read().campaign!, read().step ?? '');
      case 'suppressed': {
        const { profileId, address, topic, since, reason } = read();
        // Somebody forgotten may have been named again, and then forgotten once more: both stand there under one pseudonym.
        suppress.run(profileId!, address!, topic!, since!, reason!);
        return;
      }
      default:
        throw unreadable(entry, `says "${kind}", and this lifecycle does not know what that is`);
    }
  };
}

function parse(entry: Entry): unknown {
  try {
    return JSON.parse(entry.body);
  } catch {
    throw unreadable(entry, 'cannot be read');
  }
}

function unreadable({ seq }: Entry, what: string): LifecycleError {
  return new LifecycleError('LC908', `entry ${seq} of the journal ${what}`, [
    'Keep a copy of the ledger, and restore the last good backup before the next run.',
  ]);
}
