import type { DeferReason, RefusalReason, SkipReason } from '../model/decision.js';

/** One line of what a campaign's test expects; `local` is `YYYY-MM-DDTHH:MM[:SS]` on the wall clock of the test's person. */
export type Expectation =
  | { readonly kind: 'message'; readonly local: string; readonly step: string }
  | { readonly kind: 'skipped' | 'deferred'; readonly local: string; readonly step: string; readonly reason: string }
  | { readonly kind: 'exited' | 'refused'; readonly local: string; readonly reason: string };

/** The reasons that a test can name, by what they are the reason for; exits have the words of the campaign. */
export const REASONS = {
  skipped: keysOf<SkipReason>({
    when: true,
    'no-consent': true,
    unsubscribed: true,
    suppressed: true,
    'no-address': true,
    'bad-address': true,
    'quiet-hours': true,
    'send-window': true,
    holiday: true,
    'frequency-cap': true,
    'put-off-too-long': true,
    'step-gone': true,
    repeated: true,
  }),
  deferred: keysOf<DeferReason>({
    'quiet-hours': true,
    'send-window': true,
    holiday: true,
    'frequency-cap': true,
    test: true,
  }),
  refused: keysOf<RefusalReason>({
    stage: true,
    audience: true,
    reentry: true,
    inside: true,
    unless: true,
    layer: true,
  }),
} as const;

/** Reads an expectation as tests write it; the schema has made sure of its shape. */
export function readExpectation(text: string): Expectation {
  const local = text.slice(0, text.indexOf(' '));
  const said = text.slice(local.length + 1);
  const [what = '', reason] = split(said, ': ');
  if (reason === undefined) return { kind: 'message', local, step: said };
  if (what === 'exited' || what === 'refused') return { kind: what, local, reason };
  const kind = what.endsWith(' deferred') ? 'deferred' : 'skipped';
  return { kind, local, step: what.slice(0, -` ${kind}`.length), reason };
}

function split(text: string, at: string): readonly [string, string?] {
  const index = text.indexOf(at);
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + at.length)];
}

function keysOf<T extends string>(keys: Readonly<Record<T, true>>): readonly string[] {
  return Object.keys(keys);
}
