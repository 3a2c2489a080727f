import type { Database } from '../../src/ledger/database.js';
import type { Journey } from '../../src/model/journey.js';
import type { PlannedMessage } from '../../src/model/message.js';

/** The state of a ledger as plain data: by table, then by identity. Claims are left out: they end with their process. */
export type State = Readonly<Record<string, Record<string, unknown>>>;

interface Entry {
  readonly at: number;
  readonly kind: string;
  readonly body: string;
}

interface Body extends Readonly<Record<string, unknown>> {
  readonly journey: Journey;
  readonly message: PlannedMessage;
  readonly id: string;
  readonly key: string;
  readonly left: readonly string[];
  readonly joined: readonly string[];
}

/** Makes the state again from nothing but the journal. */
export function rebuild(db: Database): State {
  const state = emptyState();
  for (const { at, kind, body } of db.prepare<Entry>('SELECT at, kind, body FROM journal ORDER BY seq').all()) {
    apply(state, at, kind, JSON.parse(body) as Body);
  }
  return state;
}

function apply(state: State, at: number, kind: string, body: Body): void {
  const change = (fields: object): void => {
    state.messages![body.id] = { ...(state.messages![body.id] as object), ...fields };
  };
  const place = [body.profileId, body.campaign, body.occasion];
  switch (kind) {
    case 'tick-begun':
      state.ticks![String(Object.keys(state.ticks!).length)] = { previous: body.previous, now: at, done: 0 };
      return;
    case 'tick-ended': {
      const last = String(Object.keys(state.ticks!).length - 1);
      state.ticks![last] = { ...(state.ticks![last] as object), done: 1 };
      return;
    }
    case 'campaign-started':
      state.campaigns![String(body.campaign)] = at;
      return;
    case 'segment-forgotten':
      delete state.members![body.key];
      return;
    case 'members': {
      const before = (state.members![body.key] ?? []) as readonly string[];
      const stayed = before.filter((id) => !body.left.includes(id));
      state.members![body.key] = [...stayed, ...body.joined].sort();
      return;
    }
    case 'entered':
    case 'moved': {
      const { profileId, campaign, occasion, ...rest } = body.journey;
      state.journeys![JSON.stringify([profileId, campaign, occasion])] = rest;
      return;
    }
    case 'planned':
    case 'withheld':
      state.messages![body.message.id] = {
        ...body.message,
        ...{ status: kind, withheldBy: body.by ?? null, notBefore: body.message.sendAt, attempts: 0 },
        ...{ firstAttemptAt: null, handedAt: null, endedAt: null, outcome: null, body: null },
      };
      return;
    case 'attempt': {
      const { attempts, firstAttemptAt } = state.messages![body.id] as {
        attempts: number;
        firstAttemptAt: number | null;
      };
      change({ attempts: attempts + 1, firstAttemptAt: firstAttemptAt ?? at });
      return;
    }
    case 'code-given':
      state.codes![String(body.code)] = [body.incentive, body.id, at];
      return;
    case 'test-decided':
      state.tests![JSON.stringify([body.campaign, body.step])] = [
        body.begunAt,
        body.decidedAt,
        body.winner,
        body.results,
      ];
      return;
    case 'handing-over':
      change({ status: 'handing_over', handedAt: at });
      return;
    case 'put-off':
      change({ notBefore: body.until, outcome: body.reason });
      return;
    case 'delayed':
      change({ status: 'planned', handedAt: null, notBefore: body.retryAt, outcome: body.reply });
      return;
    case 'dropped':
      change({ status: 'dropped', endedAt: at, outcome: body.reason });
      return;
    case 'sent':
    case 'failed':
    case 'unknown':
      change({ status: kind, endedAt: at, outcome: body.reply });
      return;
    case 'skipped':
      state.skips![JSON.stringify([...place, body.step])] = [body.at, body.reason, body.detail];
      return;
    case 'refused':
      state.refusals![JSON.stringify(place)] = [body.at, body.reason];
      return;
    case 'deferred':
      state.deferrals![JSON.stringify([...place, body.step, body.at])] = [body.until, body.reason];
      return;
    case 'suppressed':
      state.suppressions![JSON.stringify([body.profileId, body.address, body.topic])] = [body.since, body.reason];
      return;
    default:
      throw new Error(`the journal says ${kind}, and nobody knows what that is`);
  }
}

/** The state as the tables hold it. */
export function stored(db: Database): State {
  const state = emptyState();
  type Row = Readonly<Record<string, string | number | null>>;
  const each = (sql: string, put: (row: Row) => void): void => db.prepare<Row>(sql).all().forEach(put);
  const place = (row: Row): (string | number | null | undefined)[] => [row.profile_id, row.campaign, row.occasion];
  each('SELECT previous, now, done FROM ticks ORDER BY seq', (row) => {
    state.ticks![String(Object.keys(state.ticks!).length)] = row;
  });
  each('SELECT * FROM campaigns', (row) => {
    state.campaigns![String(row.id)] = row.started_at;
  });
  each('SELECT key FROM segments', (row) => {
    state.members![String(row.key)] = [];
  });
  each('SELECT * FROM members ORDER BY profile_id', (row) => {
    (state.members![String(row.key)] as unknown[]).push(row.profile_id);
  });
  each('SELECT * FROM journeys', (row) => {
    const { profile_id, campaign, occasion, tick, ...rest } = row;
    state.journeys![JSON.stringify([profile_id, campaign, occasion])] = camel(rest);
  });
  each('SELECT * FROM messages', (row) => {
    const { fence, ...rest } = row;
    const status = row.status === 'claimed' ? 'planned' : row.status;
    state.messages![String(row.id)] = { ...camel(rest), status, transactional: row.transactional === 1 };
  });
  each('SELECT * FROM message_tests', (row) => {
    const results = JSON.parse(String(row.results)) as unknown;
    state.tests![JSON.stringify([row.campaign, row.step])] = [row.begun_at, row.decided_at, row.winner, results];
  });
  each('SELECT * FROM skips', (row) => {
    state.skips![JSON.stringify([...place(row), row.step])] = [row.at, row.reason, row.detail];
  });
  each('SELECT * FROM refusals', (row) => {
    state.refusals![JSON.stringify(place(row))] = [row.at, row.reason];
  });
  each('SELECT * FROM deferrals', (row) => {
    state.deferrals![JSON.stringify([...place(row), row.step, row.at])] = [row.until, row.reason];
  });
  each('SELECT * FROM suppressions', (row) => {
    state.suppressions![JSON.stringify([row.profile_id, row.address, row.topic])] = [row.since, row.reason];
  });
  each('SELECT * FROM codes', (row) => {
    state.codes![String(row.code)] = [row.incentive, row.message_id, row.given_at];
  });
  return state;
}

function camel(row: Readonly<Record<string, string | number | null>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
      name === 'event' ? JSON.parse(String(value)) : value,
    ]),
  );
}

function emptyState(): State {
  const tables = 'ticks campaigns members journeys messages skips refusals deferrals suppressions codes tests'.split(
    ' ',
  );
  return Object.fromEntries(tables.map((name) => [name, {}]));
}
