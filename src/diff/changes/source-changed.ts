import type { Plan } from '../../model/plan.js';
import { both, type ChangeKind, type Found, told } from '../change-kind.js';
import { differing, meaning, same } from '../same.js';

const READ = both('dangerous', 'everything is decided by other data from now on', 'everyone');
const SENT = both('dangerous', 'messages go another way from now on', 'everyone');
const SIGNED = both('safe', 'receivers look for other keys: publish them before the next run', 'everyone');
const UNSIGNED = both(
  'dangerous',
  'emails leave unsigned, and receivers that counted on it may refuse them',
  'everyone',
);
const SHUT = both('dangerous', 'messages by it that people inside were to get are dropped', 'everyone');
const OTHER_LEDGER = both(
  'dangerous',
  'another file is the memory of what was sent: what the old one knows is not known there',
  'everyone',
);
const DECLARED = both('safe', 'only what names it can notice', 'everyone');
const RETYPED = both('dangerous', 'what compares it may come out otherwise, for those inside too', 'everyone');

/** Where data comes from, or messages go to, is not as it was. */
export const sourceChanged: ChangeKind = {
  code: 'LC821',
  name: 'source-changed',
  summary: 'Where data comes from, what it is taken for, or where messages go to is not as it was.',
  docs: `The files of profiles and events, the columns that hold an address, a zone or a language, the types of attributes and events, the ledger and the channels hold for everybody at once: nothing of it is pinned.

A new ledger knows nothing of what was sent: copy the old one to its new place.`,
  *find({ old, new: now }) {
    yield* records(old, now, 'data', READ, ['ledger']);
    if (old.data.ledger !== now.data.ledger) {
      yield change(
        ['ledger'],
        'the ledger is another file',
        old.data.ledger,
        now.data.ledger,
        OTHER_LEDGER,
        'delivery',
      );
    }
    yield* records(old, now, 'identity', READ, ['id']);
    for (const name of ['attributes', 'events'] as const) {
      const [a, b]: readonly Readonly<Record<string, unknown>>[] = [old[name], now[name]];
      for (const each of differing(a ?? {}, b ?? {})) {
        const isNew = a?.[each] === undefined || (name === 'events' && isMore(a[each], b?.[each]));
        yield change(
          [name, each],
          `${name.slice(0, -1)} "${each}" changed`,
          a?.[each],
          b?.[each],
          isNew ? DECLARED : RETYPED,
          'audience',
        );
      }
    }
    yield* channels(old, now);
  },
};

/** The parts of `data` or `identity` that differ, but for those told elsewhere. */
function* records(
  old: Plan,
  now: Plan,
  part: 'data' | 'identity',
  judgement: Found['judgement'],
  but: readonly string[],
): Iterable<Found> {
  const [a, b]: readonly Readonly<Record<string, unknown>>[] = [{ ...old[part] }, { ...now[part] }];
  for (const name of differing(a ?? {}, b ?? {})) {
    if (but.includes(name)) continue;
    yield change([part, name], `${part}.${name} changed`, a?.[name], b?.[name], judgement, 'audience');
  }
}

function* channels(old: Plan, now: Plan): Iterable<Found> {
  const [a, b] = [wiring(old), wiring(now)];
  for (const name of differing(a, b)) {
    const isShut = b[name] === undefined;
    const what = isShut ? `there is no channel ${name} any more` : `where messages by ${name} go changed`;
    yield change(['channels', name], what, a[name], b[name], isShut ? SHUT : SENT, 'delivery');
  }
  const [was, is] = [old.channels.email?.dkim, now.channels.email?.dkim];
  if (old.channels.email === null || now.channels.email === null || same(was, is)) return;
  const judgement = is === undefined ? UNSIGNED : SIGNED;
  yield change(['channels', 'email', 'dkim'], 'what signs emails changed', was, is, judgement, 'delivery');
}

/** What of a channel is neither content (LC812) nor a limit (LC815), nor told by itself. */
function wiring({ channels: all }: Plan): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, channel]) => {
      if (channel == null) return [];
      const {
        throttle: _,
        from: _from,
        replyTo: _replyTo,
        postalAddress: _address,
        dkim: _dkim,
        ...rest
      } = { from: '', replyTo: '', postalAddress: '', dkim: [], ...channel };
      return [[name, rest]];
    }),
  );
}

/** Whether properties only came. */
function isMore(old: unknown, now: unknown): boolean {
  const [a, b] = [Object.entries(old ?? {}), new Map(Object.entries(now ?? {}))];
  return a.every(([name, type]) => same(b.get(name), type));
}

function change(
  at: readonly string[],
  what: string,
  was: unknown,
  is: unknown,
  judgement: Found['judgement'],
  facet: Found['facet'],
): Found {
  const words = (value: unknown): string =>
    value === undefined || value === null
      ? 'none'
      : typeof value === 'string'
        ? value
        : meaning(value).replaceAll('"', '');
  return { facet, at, what, before: told(words(was)), after: told(words(is)), judgement };
}
