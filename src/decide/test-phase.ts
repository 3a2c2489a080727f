import { addDuration } from '../calendar/local-time.js';
import { combinationId, readLevels, settleLevels } from '../model/factors.js';
import type { MessageTest, MessageVariant } from '../model/message-test.js';
import { testName } from '../model/message-test.js';
import type { Tick } from '../model/tick.js';
import type { Duration, Instant } from '../model/value.js';
import { shareOf } from './assign.js';

/** How much longer than the test somebody waits for its winner: over a night, and for a runner that ticks once a day. */
const GRACE: Duration = { months: 0, days: 1, exact: 0, text: '1d' };

/** What a test says of one person's message: the variant it is (null when the winner is no longer written), or until when it waits for the winner. */
export type TestPhase =
  | {
      readonly kind: 'variant';
      readonly variant: MessageVariant | null /** Since when nothing of the test stands in its way. */;
      readonly since: Instant;
    }
  | { readonly kind: 'wait'; readonly until: Instant };

/** Whether a unit gets a variant by chance, by its campaign's salt; the same every time, and a larger sample keeps those of a smaller one. */
export function isSampled(salt: string, step: string, test: MessageTest, unit: string): boolean {
  return shareOf(`${salt}/${step}/test/v1`, unit) < test.sample;
}

/** The variant that chance gives a unit of the sample: each to an equal share, and of factors each level by a chance of its own. */
export function drawnVariant(
  salt: string,
  step: string,
  { variants, factors }: MessageTest,
  unit: string,
): MessageVariant | null {
  if (factors !== undefined) {
    const drawn = factors.map(({ name, levels }) => {
      const share = shareOf(`${salt}/${step}/test/${name}/v1`, unit);
      return [name, levels[Math.floor(share * levels.length)] ?? ''] as const;
    });
    const id = combinationId(Object.fromEntries(drawn));
    return variants.find((variant) => variant.id === id) ?? null;
  }
  return variants[Math.floor(shareOf(`${salt}/${step}/test-variant/v1`, unit) * variants.length)] ?? null;
}

/**
 * What the test of a message says at a moment, in the same way for those held out: the winner as soon as there is one, till then the sample's variants at once, while the others wait. Who has waited a day longer
 * than the test lasts gets the first variant.
 */
export function testPhase(
  place: { readonly campaign: string; readonly step: string; readonly salt: string },
  test: MessageTest,
  person: { readonly unit: string; readonly zone: string },
  firstDue: Instant,
  tests: Tick['tests'],
  at: Instant,
): TestPhase {
  const { salt, step } = place;
  const verdict = tests[testName(place)];
  if (verdict !== undefined && verdict.decidedAt <= at) {
    const winner = winnerOf(test, verdict.winner);
    return { kind: 'variant', variant: winner, since: Math.max(firstDue, verdict.decidedAt) };
  }
  if (isSampled(salt, step, test, person.unit)) {
    return { kind: 'variant', variant: drawnVariant(salt, step, test, person.unit), since: firstDue };
  }
  if (verdict !== undefined) return { kind: 'wait', until: verdict.decidedAt };
  const last = addDuration(addDuration(firstDue, test.decideAfter, person.zone), GRACE, person.zone);
  if (at < last) return { kind: 'wait', until: last };
  return { kind: 'variant', variant: test.variants[0] ?? null, since: last };
}

/** The winner as it is written now; null when it is no longer. Of factors that were changed since, what is left of it, with the first level of the others: a template must always know which to show. */
function winnerOf({ variants, factors }: MessageTest, winner: string): MessageVariant | null {
  const id = factors === undefined ? winner : combinationId(settleLevels(factors, readLevels(winner)));
  return variants.find((variant) => variant.id === id) ?? null;
}
