import type { Interval } from '../../model/measurement.js';
import { countWords } from '../measuring/number-words.js';

/** What a made-up shop knows of a campaign, and no real one does. */
export interface TrueEffect {
  /** To whom a first message went. */
  readonly people: number;
  /** Those of them who ordered only because of it. */
  readonly buyersMore: number;
}

/** What a report found, told nothing but who was sent what and who ordered. */
export interface Finding {
  /** Of the campaign. */
  readonly name: string;
  /** How much more of those sent to ordered than of those held out, 0 to 1; null where the report tells no number. */
  readonly found: Interval | null;
}

/** The truth beside what a report found. */
export function printEffect({ name, found }: Finding, { people, buyersMore }: TrueEffect): string {
  if (people === 0) return `Nobody was sent ${name}: there is nothing to compare.\n`;
  const truth = buyersMore / people;
  const knows = `The made-up shop knows the truth: of the ${countWords(people)} people who got ${name}, ${countWords(buyersMore)} ordered only because of it, ${inHundred(truth)} in 100.`;
  if (found === null) {
    return `${knows}\nThe report, which was not told, gives no number: too few people ordered, or were held out. A larger shop has more of them.\n`;
  }
  const { value, low, high } = found;
  const isWithin = (low ?? -1) <= truth && truth <= (high ?? 1);
  return [
    knows,
    `The report, which was not told, says ${inHundred(value)} in 100, and that it is between ${inHundred(low ?? -1)} and ${inHundred(high ?? 1)}.`,
    isWithin
      ? 'The truth lies between the two, as it does in 19 of 20 such reports.'
      : 'The truth lies outside, as it does in 1 of 20 such reports.',
    '',
  ].join('\n');
}

function inHundred(share: number): string {
  const text = Math.abs(share * 100).toFixed(1);
  return share < 0 && Number(text) !== 0 ? `−${text}` : text;
}
