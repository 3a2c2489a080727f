import type { Decision } from '../model/decision.js';
import { invariant } from '../model/failure.js';
import type { Journey } from '../model/journey.js';
import type { PlannedMessage } from '../model/message.js';
import type { Instant } from '../model/value.js';
import type { Database, Param } from './database.js';
import type { Entry, NoteAll } from './journal.js';
import type { Guard } from './lease.js';
import type { Ledger } from './ledger.js';
import { openRemembered } from './remembered.js';

const POSITION_COLUMNS = 'status, reason, step, since, wake, first_due, ended_at, structure, move';

/** Writes a decision of the tick at `now` into the tables; returns how many rows it changed. */
export type WriteDecision = (decision: Decision, now: Instant) => number;

/** Prepares the writing of decisions. Repeating one changes nothing. */
export function openWriter(db: Database): WriteDecision {
  const enter = db.prepare(ENTER);
  const move = db.prepare(MOVE);
  const plan = db.prepare(PLAN);
  const skip = db.prepare('INSERT INTO skips VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING');
  const refuse = db.prepare('INSERT INTO refusals VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING');
  const defer = db.prepare('INSERT INTO deferrals VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING');

  return (decision, now) => {
    switch (decision.kind) {
      case 'entered':
        return enter.run(...journeyParams(decision.journey), now);
      case 'moved': {
        const { profileId, campaign, occasion } = decision.journey;
        const position = positionParams(decision.journey);
        return move.run(...position, now, profileId, campaign, occasion, now, ...position);
      }
      case 'planned':
        return plan.run(...messageParams(decision.message), 'planned', null, decision.message.sendAt);
      case 'withheld':
        return plan.run(
          ...messageParams(decision.message),
          // From before both arms went through the outbox: it was over at once.
          decision.message.assignment === null ? 'withheld' : 'planned',
          decision.by,
          decision.message.sendAt,
        );
      case 'skipped': {
        const { profileId, campaign, occasion, step, at, reason, detail } = decision;
        return skip.run(profileId, campaign, occasion, step, at, reason, detail);
      }
      case 'refused': {
        const { profileId, campaign, occasion, at, reason } = decision;
        return refuse.run(profileId, campaign, occasion, at, reason);
      }
      case 'deferred': {
        const { profileId, campaign, occasion, step, at, until, reason } = decision;
        return defer.run(profileId, campaign, occasion, step, at, until, reason);
      }
    }
  };
}

/** Writing down what was decided: people's positions, the outbox and the reasons for what does not happen. */
export function openPositions(db: Database, noteAll: NoteAll, guard: Guard): Pick<Ledger, 'commit'> {
  const write = openWriter(db);
  const remembered = openRemembered(db);
  const held = db.prepare<{ until: number | null }>('SELECT max(held_until) AS until FROM homes');
  const drop = db.prepare(
    `UPDATE messages SET status = 'dropped', ended_at = ?, outcome = 'restored' WHERE id = ? AND status = 'planned'`,
  );
  return {
    commit: (fence, tick, decisions) =>
      db.transaction(() => {
        guard(fence);
        const until = held.get()?.until ?? null;
        const known = new Set(remembered(decisions.map((each) => subjectOf(each).profileId)));
        const entries: Entry[] = [];
        for (const decision of decisions) {
          requireReadable(decision);
          if (!known.has(subjectOf(decision).profileId)) continue;
          const { kind, ...body } = decision;
          if (write(decision, tick.now) === 0) continue;
          entries.push({ kind, body });
          const isForOutbox = decision.kind === 'planned' || decision.kind === 'withheld';
          if (!isForOutbox || until === null || decision.message.dueAt > until) continue;
          // The ledger that this one was restored in place of may have sent it.
          const { id } = decision.message;
          if (drop.run(tick.now, id) > 0) entries.push({ kind: 'dropped', body: { id, reason: 'restored' } });
        }
        noteAll(tick.now, entries);
      }),
  };
}

const JOURNEY_COLUMNS = `profile_id, campaign, occasion, entry_key, occurrence, entered_at, plan, event, ${POSITION_COLUMNS}, tick`;

function journeyParams(journey: Journey): readonly Param[] {
  return [
    journey.profileId,
    journey.campaign,
    journey.occasion,
    journey.entryKey,
    journey.occurrence,
    journey.enteredAt,
    journey.plan,
    JSON.stringify(journey.event),
    ...positionParams(journey),
  ];
}

function positionParams(journey: Journey): readonly Param[] {
  const { status, reason, step, since, wake, firstDue, endedAt, structure, move } = journey;
  return [status, reason, step, since, wake, firstDue, endedAt, structure, move && JSON.stringify(move)];
}

const MESSAGE_COLUMNS =
  'id, campaign, step, profile_id, occasion, entry_key, occurrence, channel, topic, transactional, template, subject, ' +
  'incentive, priority, due_at, send_at, valid_until, event, plan, variant, structure, ' +
  'unit, salt, u, share, status, withheld_by, not_before';

function messageParams(message: PlannedMessage): readonly Param[] {
  const { assignment } = message;
  return [
    message.id,
    message.campaign,
    message.step,
    message.profileId,
    message.occasion,
    message.entryKey,
    message.occurrence,
    message.channel,
    message.topic,
    message.transactional ? 1 : 0,
    message.template,
    message.subject,
    message.incentive,
    message.priority,
    message.dueAt,
    message.sendAt,
    message.validUntil,
    JSON.stringify(message.event),
    message.plan,
    message.variant,
    message.structure,
    assignment?.unit ?? null,
    assignment?.salt ?? null,
    assignment?.u ?? null,
    assignment?.share ?? null,
  ];
}

// The driver reads text only up to a NUL, and UTF-8 has no half surrogate pairs: either would make two people one.
const UNREADABLE = /\0|\p{Surrogate}/u;

type Subject = { readonly profileId: string; readonly occasion: string; readonly entryKey?: string };

function subjectOf(decision: Decision): Subject {
  switch (decision.kind) {
    case 'entered':
    case 'moved':
      return decision.journey;
    case 'planned':
    case 'withheld':
      return decision.message;
    case 'skipped':
    case 'refused':
    case 'deferred':
      return decision;
  }
}

function requireReadable(decision: Decision): void {
  const of = subjectOf(decision);
  const ids = [of.profileId, of.occasion, of.entryKey ?? ''];
  invariant(!ids.some((id) => UNREADABLE.test(id)), 'ids with NUL or half a surrogate pair are set aside when read');
}

function marks(count: number): string {
  return Array.from({ length: count }, () => '?').join(', ');
}

const ENTER = `INSERT INTO journeys (${JOURNEY_COLUMNS}) VALUES (${marks(18)}) ON CONFLICT DO NOTHING`;
// Only forward, and only when something differs: repeating a batch, even an old one, changes nothing.
const MOVE = `
  UPDATE journeys SET (${POSITION_COLUMNS}, tick) = (${marks(10)})
  WHERE profile_id = ? AND campaign = ? AND occasion = ? AND status = 'active' AND tick <= ?
    AND (${POSITION_COLUMNS}) IS NOT (${marks(9)})`;
const PLAN = `INSERT INTO messages (${MESSAGE_COLUMNS}) VALUES (${marks(28)}) ON CONFLICT DO NOTHING`;
