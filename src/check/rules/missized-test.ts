import { LOCK_FILE } from '../../model/lock-file.js';
import { formatPercentage } from '../../model/percentage.js';
import { exampleTraffic } from '../example/example-traffic.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { farOff, LARGEST_SAMPLE, type SizedTest, sizedTest } from '../sizing/test-sizes.js';

/** A message test has far fewer people than tell its variants apart, or far more than it needs. */
export const missizedTest: Rule = {
  code: 'LC461',
  name: 'missized-test',
  severity: 'warning',
  summary: 'A message test has far fewer people than tell its variants apart, or far more than it needs.',
  docs: `With too few people chance picks the winner, and everybody after them gets that; with too many, more people than necessary get the worse message. In between lies a size at which test and winner together earn most. It grows with the number of people who will get the message until the campaign's verdict ("verdict_after"), and is much smaller than a comparison with a holdout needs: a winner must be good, it need not be proven.

The size is that of Feit and Berman ("Test & Roll", 2019), and assumes that variants usually lie 10% of their mean apart, that people do in the test what "lifecycle measure traffic" saw them do in the KPI's window, and that the winner stays the better one. The check speaks from three times too few or too many people on. It knows only the test of a campaign's first message, decided by the metric of the campaign's KPI: how many others open or click is in no data yet.

Of those who come one by one only the ones who come before "decide_after" is over are tested. A larger "sample" tests more of them; a longer "decide_after" does too, and lets the others wait longer for the winner.`,
  example: {
    file: 'campaigns/cart.yaml',
    bad: 'email: {template: cart/help, topic: offers, test: {metric: order_rate, sample: 20%, decide_after: 4h, variants: [{id: a, subject: Your cart}, {id: b, subject: Still there?}]}}',
    good: 'email: {template: cart/help, topic: offers}',
    beside: { [LOCK_FILE]: exampleTraffic({ people: 30_000, rate: 0.08 }) },
  },
  *check(project) {
    for (const campaign of project.campaigns) {
      const sized = sizedTest(project, campaign);
      const far = sized === null ? null : farOff(sized);
      if (sized === null || far === null) continue;
      const { step, test, traffic, arm, each, best, people, verdictAfter } = sized;
      const has = each < 2 ? 'hardly anybody' : `about ${Math.round(each)} people`;
      yield {
        message: `the test of step "${step}" shows each ${arm} to ${has}; about ${Math.round(best)} earn most`,
        span: spanOf(project, atValue(test, 'sample')),
        label: far === 'few' ? 'chance will pick the winner' : 'more people than it takes',
        notes: [
          `${Math.round(traffic.people)} people from ${traffic.from} to ${traffic.to}, of whom ${formatPercentage(traffic.rate, 2)} count for ${traffic.metric} within ${traffic.window}; until the verdict, after ${verdictAfter}, about ${Math.round(people)} messages go out`,
        ],
        help: [far === 'few' ? moreOf(sized) : fewerOf(sized)],
      };
    }
  },
};

function moreOf({ arms, best, meanwhile, wait, atOnce }: SizedTest): string {
  const needed = (best * arms) / meanwhile;
  if (atOnce || needed <= LARGEST_SAMPLE) return `write "sample: ${shareText(Math.min(needed, LARGEST_SAMPLE))}"`;
  const largest = LARGEST_SAMPLE;
  const longer = `"sample: ${formatPercentage(largest)}" and "decide_after: ${timeText((wait * needed) / largest)}"`;
  return `write ${longer}: the others wait so long for the winner; where nobody can wait, use a "split" and end it by hand`;
}

function fewerOf({ arms, each, best, meanwhile, wait, atOnce }: SizedTest): string {
  const sample = `write "sample: ${shareText((best * arms) / meanwhile)}"`;
  return atOnce ? sample : `${sample}, or "decide_after: ${timeText((wait * best) / each)}"`;
}

/** In whole percents where they say enough. */
function shareText(share: number): string {
  return formatPercentage(share < 0.02 ? Math.max(share, 0.0001) : Math.ceil(share * 100) / 100);
}

/** In whole days, or hours where it is less than two. */
function timeText(days: number): string {
  return days < 2 ? `${Math.max(1, Math.ceil(days * 24))}h` : `${Math.ceil(days)}d`;
}
