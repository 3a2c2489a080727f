import { createHash } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { messageProblem } from '../../src/decide/consent.js';
import type { LedgerMessage, PlannedMessage } from '../../src/model/message.js';
import { HOUR, MINUTE } from '../../src/model/milliseconds.js';
import type { Instant } from '../../src/model/value.js';
import { replay } from '../decide/world.js';
import type { Seen } from './receivers.js';
import type { Record } from './simulate-seed.js';
import { factsOf } from './small-world.js';
import { Store, type Written } from './store.js';

type Message = Pick<
  LedgerMessage,
  'id' | 'campaign' | 'step' | 'occasion' | 'channel' | 'topic' | 'transactional' | 'status'
> & {
  readonly profile_id: string;
  readonly withheld_by: LedgerMessage['withheldBy'];
};

/** From the commit of a hand-over to what became of it. */
interface Span {
  readonly opened: Written;
  readonly closed: Written | null;
  readonly seen: readonly Seen[];
}

const CLOSING: ReadonlySet<string> = new Set(['sent', 'failed', 'delayed', 'dropped', 'unknown']);

/** Everything that is wrong with a run, told from what receivers saw and what was written down; knows nothing of how the product works. */
export function checkRun(record: Record, seed: number): readonly string[] {
  const messages = record.store.query<Message>('SELECT * FROM messages').all();
  return [
    ...record.atOnce,
    ...checkEndings(record),
    ...messages.flatMap((message) => checkMessage(record, message)),
    ...checkStrangers(record, messages),
    ...checkPeople(record, messages),
    // What takes longest, of every third.
    ...(seed % 3 === 0 ? checkEntries(record) : []),
    ...checkSteps(record, messages),
    ...checkExposures(record),
    ...(seed % 3 === 1 ? checkJournal(record) : []),
  ];
}

const MAY_END_WITH: ReadonlySet<string> = new Set(['done', 'crashed', 'LC902', 'LC903', 'LC905', 'LC908', 'LC911']);

/** Trouble may end a run, each with its own words; without trouble every run is done, and nothing waits afterwards. */
function checkEndings({ endings, quietFrom, store }: Record): readonly string[] {
  const bad = endings.filter(({ began, how }) => (began >= quietFrom ? how !== 'done' : !MAY_END_WITH.has(how)));
  const left = store.query<{ id: string; status: string }>(
    `SELECT id, status FROM messages WHERE status IN ('planned', 'claimed', 'handing_over')`,
  );
  const inside = store.query<{ profile_id: string; campaign: string; step: string }>(
    `SELECT profile_id, campaign, step FROM journeys WHERE status = 'active'`,
  );
  return [
    ...bad.map(({ by, how }) => `${by} ended with ${how}`),
    ...left.all().map(({ id, status }) => `${id} is ${status} for ever`),
    ...inside.all().map((one) => `${one.profile_id} stays in ${one.campaign} at ${one.step} for ever`),
  ];
}

function spansOf({ written, seen }: Record, id: string): readonly Span[] {
  const theirs = written.filter(({ body, kind }) => body.id === id && (kind === 'handing-over' || CLOSING.has(kind)));
  const events = seen.filter((one) => one.id === id);
  return theirs.flatMap((opened, i) => {
    if (opened.kind !== 'handing-over') return [];
    const next = theirs.slice(i + 1).find(({ kind }) => kind === 'handing-over')?.seq ?? Number.POSITIVE_INFINITY;
    const closed = theirs.slice(i + 1).find(({ seq, kind }) => CLOSING.has(kind) && seq < next) ?? null;
    return [{ opened, closed, seen: events.filter(({ after }) => after >= opened.seq && after < next) }];
  });
}

/** One message: at most one copy, and a record that says of each attempt what really came of it. */
function checkMessage(record: Record, message: Message): readonly string[] {
  const { id, status } = message;
  const events = record.seen.filter((one) => one.id === id);
  const says = (what: Seen['what']): boolean => events.some((one) => one.what === what);
  const bad: string[] = [];
  const expect = (holds: boolean, what: string): void => {
    if (!holds) bad.push(`${id} (${status}): ${what}`);
  };
  expect(events.filter(({ what }) => what === 'taken').length <= 1, 'two copies were taken');
  expect(!says('acknowledged') || status === 'sent' || status === 'unknown', 'the receiver has said it took it');
  expect(!says('taken') || status === 'sent' || status === 'unknown', 'the receiver has it');
  expect(status !== 'sent' || says('acknowledged'), 'nobody has said they took it');
  expect(message.withheld_by === null || events.length === 0, 'it was held out, and went');
  const left = events.filter(({ what }) => what === 'left');
  expect(new Set(left.map(({ bytes, to }) => `${to} ${bytes}`)).size <= 1, 'its bytes differ between attempts');
  expect(
    left.every(({ bytes }) => bytes?.includes(id)),
    'its id is not in it',
  );
  const spans = spansOf(record, id);
  for (const one of left) {
    const span = spans.find(({ seen }) => seen.includes(one));
    expect(span !== undefined && span.opened.by === one.by, `${one.by} sent it without having written that it does`);
  }
  for (const [i, span] of spans.entries()) bad.push(...checkSpan(record, message, span, i === spans.length - 1));
  return bad;
}

function checkSpan({ endings }: Record, { id, status }: Message, span: Span, isLast: boolean): readonly string[] {
  const { opened, closed } = span;
  const seen = span.seen.filter(({ by }) => by === opened.by);
  const says = (what: Seen['what']): boolean => seen.some((one) => one.what === what);
  const ending = endings.find(({ by }) => by === opened.by)?.how;
  if (closed === null) return [`${id}: what came of handing it over was never written`];
  const own = closed.by === opened.by;
  const bad: string[] = [];
  const expect = (holds: boolean, what: string): void => {
    if (!holds)
      bad.push(`${id} (${status}), handed over by ${opened.by} (${ending}), ${closed.kind} by ${closed.by}: ${what}`);
  };
  switch (closed.kind) {
    case 'sent':
      expect(own && says('acknowledged'), 'nobody said so');
      break;
    case 'failed':
    case 'delayed':
    case 'dropped':
      expect(own && (says('refused') || !says('left')), 'nobody refused it');
      break;
    case 'unknown':
      if (own) expect(says('silence'), 'it is known');
      else expect(ending !== 'done', 'the run ended well and left it open');
      break;
  }
  if (ending === 'done') {
    expect(!says('silence') || closed.kind === 'unknown', 'there was no answer');
    expect(!says('acknowledged') || closed.kind === 'sent', 'it was acknowledged');
  }
  const state = closed.kind === 'delayed' ? null : closed.kind;
  expect(!isLast || state === null || state === status, 'the message stands otherwise');
  return bad;
}

/** Nothing arrives that the ledger knows nothing of. */
function checkStrangers({ seen }: Record, messages: readonly Message[]): readonly string[] {
  const known = new Set(messages.map(({ id }) => id));
  return seen.filter(({ id }) => !known.has(id)).map(({ id }) => `${id} is not in the ledger`);
}

const CLOCK_TROUBLE = /clock/;

/** What reached each person: not at night, not over a cap, not without consent, not after it was stopped, not where they are held out. */
function checkPeople(record: Record, messages: readonly Message[]): readonly string[] {
  const { world, seen, written, kinds } = record;
  const { quietHours, frequencyCaps } = world.plan.policies;
  const rightClocks = !kinds.some((kind) => CLOCK_TROUBLE.test(kind));
  const byId = new Map(messages.map((message) => [message.id, message]));
  const bad: string[] = [];
  for (const someone of world.people) {
    const { profileId, zone, email } = someone.facts;
    const left = seen.filter((one) => one.what === 'left' && one.profileId === profileId);
    const heldOut = messages.filter((one) => one.profile_id === profileId && one.withheld_by !== null);
    for (const one of left) {
      const message = byId.get(one.id);
      if (message === undefined) continue;
      const { hour } = Temporal.Instant.fromEpochMilliseconds(one.clock).toZonedDateTimeISO(zone);
      if (rightClocks && quietHours !== null && (hour < 8 || hour >= 21)) bad.push(`${one.id} at ${hour} in ${zone}`);
      const isPartOf = ({ withheld_by: by, campaign }: Message): boolean =>
        by === 'global' || campaign === message.campaign;
      if (!message.transactional && heldOut.some(isPartOf)) bad.push(`${one.id} to ${profileId}, who is held out`);
      const attempt = written.findLast(
        ({ kind, body, seq }) => kind === 'attempt' && body.id === one.id && seq <= one.after,
      );
      if (rightClocks && attempt !== undefined) {
        const at = attempt.at - MINUTE;
        const problem = messageProblem(world.plan, message.channel, message.topic, factsOf(someone, at), [], at);
        if (problem !== null) bad.push(`${one.id} to ${profileId}: ${problem}`);
      }
      const handing = written.findLast(
        ({ kind, body, seq }) => kind === 'handing-over' && body.id === one.id && seq <= one.after,
      );
      const before = written.slice(0, handing?.seq ?? 0);
      const lastWord = before.findLast(
        ({ kind, body }) =>
          (kind === 'halted' || kind === 'resumed') && body.campaign === message.campaign && body.step === message.step,
      );
      const lastOfAll = before.findLast(
        ({ kind, body }) =>
          (kind === 'halted' || kind === 'resumed') && body.campaign === message.campaign && body.step === null,
      );
      if (lastWord?.kind === 'halted' || lastOfAll?.kind === 'halted') bad.push(`${one.id} went while it was halted`);
      for (const stop of written) {
        if (stop.kind !== 'suppressed' || stop.seq > (handing?.seq ?? 0)) continue;
        const { topic } = stop.body;
        if (stop.body.profileId !== profileId && stop.body.address !== email) continue;
        if (topic !== null && (topic !== message.topic || message.transactional)) continue;
        if (stop.body.profileId !== profileId && message.channel !== 'email') continue;
        bad.push(`${one.id} was handed over to ${profileId} after they had been suppressed`);
      }
    }
    const counted = seen
      .filter((one) => one.what === 'taken' && one.profileId === profileId && byId.get(one.id)?.transactional === false)
      .map(({ clock }) => clock);
    for (const { max, per } of frequencyCaps) {
      const length = per.exact + per.days * 23 * HOUR;
      const inReach = (to: Instant): number => counted.filter((at) => at <= to && at > to - length).length;
      if (rightClocks && counted.some((at) => inReach(at) > max))
        bad.push(`${profileId} got more than ${max} per ${per.text}`);
    }
  }
  return bad;
}

type Answered = Readonly<{ [column in 'profile_id' | 'campaign' | 'occasion' | 'step']: string }>;

/** Whoever went through a campaign to its end got, or was spared with a reason, every message of it, and none twice under another identity. */
function checkSteps({ world, store }: Record, messages: readonly Message[]): readonly string[] {
  const placeOf = (one: Answered): string => `${one.profile_id} in ${one.campaign} by ${one.occasion} at ${one.step}`;
  const places = messages.map(placeOf);
  const twice = places.filter((place, i) => places.indexOf(place) < i).map((place) => `two messages: ${place}`);
  if (world.plans.length > 1) return twice;
  const skips = store.query<Answered>('SELECT profile_id, campaign, occasion, step FROM skips').all();
  const answered = new Set([...places, ...skips.map(placeOf)]);
  const finished = store.query<Answered>(
    `SELECT profile_id, campaign, occasion FROM journeys WHERE status = 'finished'`,
  );
  const due = finished.all().flatMap((journey) => {
    const { steps = [] } = world.plan.campaigns.find(({ id }) => id === journey.campaign) ?? {};
    return steps.map(({ id }) => placeOf({ ...journey, step: id }));
  });
  return [...twice, ...due.filter((place) => !answered.has(place)).map((place) => `nothing came of ${place}`)];
}

/**
 * Every occasion to enter was answered once, and no other: the same as deciding for each person alone, tick by tick. Whether they were let in may depend on what was sent
 * to them meanwhile.
 */
function checkEntries({ world, store }: Record): readonly string[] {
  const ticks = store.query<{ now: Instant }>('SELECT now FROM ticks WHERE done = 1 ORDER BY seq').all();
  if (ticks.some(({ now }, i) => i > 0 && now < (ticks[i - 1]?.now ?? 0))) return ['ticks went back'];
  if (ticks.length === 0) return [];
  const answered = store.query<{ line: string }>(
    `SELECT profile_id || ' into ' || campaign || ' by ' || occasion AS line FROM journeys
    UNION ALL SELECT profile_id || ' into ' || campaign || ' by ' || occasion FROM refusals`,
  );
  const found = answered.all().map(({ line }) => line);
  const times = ticks.map(({ now }) => now);
  const expected = world.people.flatMap((someone) => {
    const { profileId } = someone.facts;
    const into = (campaign: string, occasion: string): string => `${profileId} into ${campaign} by ${occasion}`;
    return replay(world.plan, (now) => factsOf(someone, now), times, { profileId }).flatMap((decision) => {
      if (decision.kind === 'entered') return [into(decision.journey.campaign, decision.journey.occasion)];
      return decision.kind === 'refused' ? [into(decision.campaign, decision.occasion)] : [];
    });
  });
  const [had, should] = [new Set(found), new Set(expected)];
  return [
    ...(had.size < found.length ? ['an occasion was answered twice'] : []),
    ...expected.filter((line) => !had.has(line)).map((line) => `missing: ${line}`),
    ...found.filter((line) => !should.has(line)).map((line) => `unfounded: ${line}`),
  ];
}

interface Exposed {
  readonly message_id: string;
  readonly at: Instant;
  readonly arm: string;
}

/** Where chance puts somebody, worked out as anybody else would. */
function chanceOf(salt: string, unit: string): number {
  return Number.parseInt(createHash('sha256').update(`${salt}:${unit}`).digest('hex').slice(0, 13), 16) / 2 ** 52;
}

/**
 * Every message that began to go, or would have, is exposed once, at the moment at which that was written first, in the arm in which chance puts its receiver; nothing else is.
 */
function checkExposures({ world, store, written }: Record): readonly string[] {
  const had = store.query<Exposed>('SELECT message_id, at, arm FROM exposures').all();
  const decided = new Map<string, PlannedMessage>();
  const expected = new Map<string, string>();
  const bad: string[] = [];
  for (const { kind, body, at } of written) {
    if (kind === 'planned' || kind === 'withheld') {
      const message = body.message as PlannedMessage;
      decided.set(message.id, message);
    } else if (kind === 'attempt' || kind === 'exposed') {
      const { id = '', campaign, profileId, transactional, assignment } = decided.get(String(body.id)) ?? {};
      if (transactional === true) continue;
      const { salt: global, global: share } = world.plan.holdouts;
      const own = world.plan.campaigns.find((each) => each.id === campaign)?.holdout ?? 0;
      const { unit = '', salt = '', u } = assignment ?? {};
      if (unit !== profileId || u !== chanceOf(salt, unit)) bad.push(`${id} is not where chance puts ${profileId}`);
      const isHeld = chanceOf(`global/${global}`, profileId ?? '') < share || chanceOf(salt, unit) < own;
      if (isHeld !== (kind === 'exposed')) bad.push(`${id} is on the wrong side`);
      if (kind === 'exposed' && expected.has(id)) bad.push(`${id} was withheld twice`);
      if (!expected.has(id)) expected.set(id, `${id} ${kind === 'exposed' ? 'held' : 'sent'} at ${at}`);
    }
  }
  const lines = had.map(({ message_id: id, arm, at }) => `${id} ${arm} at ${at}`).sort();
  const should = [...expected.values()].sort();
  if (JSON.stringify(lines) !== JSON.stringify(should)) bad.push(`exposed are\n${lines}\nand should be\n${should}`);
  return bad;
}

let scratch: Store | null = null;

/** The journal alone makes the same state. */
function checkJournal({ store, written }: Record): readonly string[] {
  if (store.entries !== written.length)
    return [`${store.entries} entries are in the journal, and ${written.length} were written`];
  scratch ??= new Store();
  scratch.rebuildFrom(written);
  const made = scratch.state();
  return Object.entries(store.state()).flatMap(([table, rows]) =>
    JSON.stringify(made[table]) === JSON.stringify(rows)
      ? []
      : [`of ${table} the journal makes\n${JSON.stringify(made[table])}, and it holds\n${JSON.stringify(rows)}`],
  );
}
