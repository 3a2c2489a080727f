import type { CampaignReport } from '../../model/measurement.js';
import { formatPercentage } from '../../model/percentage.js';

/** What is wrong with the arms, since when, and what makes such a thing, each a sentence: the facts first. */
export function causesOf(
  { exposed }: Pick<CampaignReport, 'exposed'>,
  { expectedHeld, since }: NonNullable<CampaignReport['sampleRatio']>,
): readonly string[] {
  const total = exposed.sent + exposed.held;
  const isMore = exposed.held > expectedHeld;
  const [is, should] = [exposed.held / total, expectedHeld / total].map((share) => formatPercentage(share));
  return [
    `${isMore ? 'More' : 'Fewer'} people are held out than should be: ${is} and not ${should}.`,
    ...(since === null ? [] : [`It shows on ${since} by itself: look at what was changed on that day or just before.`]),
    isMore
      ? 'Perhaps messages were not written down for some of the people they went to: a message that fails before it is handed over, or a run on another ledger.'
      : 'Perhaps some of those held out were not written down: an error in a template, or a filter, that meets only them.',
    'Perhaps what people did after the message decides who is counted: profiles that are merged, deleted or filtered in the data, in one arm more than in the other.',
    'Perhaps the holdout was changed by hand in the plan or in lifecycle.lock, or people were forgotten in one arm only.',
  ];
}
