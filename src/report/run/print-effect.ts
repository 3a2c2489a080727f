import type { CampaignReport } from '../../model/measurement.js';
import { countWords, decimalWords, signed } from '../measuring/number-words.js';

/** What a made-up shop knows of a campaign, and no real one does. */
export interface TrueEffect {
  /** To whom a first message went. */
  readonly people: number;
  /** Those of them who ordered only because of it. */
  readonly buyersMore: number;
}

/** The truth beside what the report found, which saw only who was sent what and who ordered. */
export function printEffect({ question, primary }: CampaignReport, { people, buyersMore }: TrueEffect): string {
  if (people === 0) return `Nobody was sent ${question.name}: there is nothing to compare.\n`;
  const gave = (100 * buyersMore) / people;
  const lines = [
    `The made-up shop knows: ${countWords(buyersMore)} of the ${countWords(people)} people who got ${question.name} ordered only because of it.`,
  ];
  const { absolute } = primary;
  if (absolute === null) {
    lines.push(
      `It gave ${points(gave)}. The report says no number: too few people were held out, or ordered, to tell.`,
      'With more people (`--profiles 20000`) it does.',
    );
  } else {
    const { value, low, high } = absolute;
    const isCovered = (low ?? -Infinity) * 100 <= gave && gave <= (high ?? Infinity) * 100;
    lines.push(
      `It gave ${points(gave)}; the report, which was not told, says ${points(value * 100)}, between ${points((low ?? -1) * 100)} and ${points((high ?? 1) * 100)}.`,
      isCovered
        ? 'The truth is in that range, as it is for 19 in 20 such reports.'
        : 'The truth is outside that range, as it is for 1 in 20 such reports.',
    );
  }
  return `${lines.join('\n')}\n`;
}

/** `+12.3 orders for each 100 people`. */
function points(value: number): string {
  return `${signed(decimalWords(value))} more in 100`;
}
