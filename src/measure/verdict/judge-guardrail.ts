import type { GuardrailResult, Question } from '../../model/measurement.js';
import { formatPercentage } from '../../model/percentage.js';
import { boundValue } from './bound-value.js';
import { type FullComparison, gainOf } from './compare-arms.js';

type Guardrail = Question['guardrails'][number];
type Judged = Pick<GuardrailResult, 'state' | 'why'>;

/** When a guardrail is judged: `isDue` on the day of the verdict and after it, `expected` as many people as are expected until then. */
interface Moment {
  readonly isDue: boolean;
  readonly expected: number;
}

/**
 * Whether a guardrail holds: broken when all that it may be is too bad, kept when none of it is. When the verdict is due its one-sided 95% interval says so (`full` has the two-sided one of 90%),
 * uncorrected, for a missed harm is the costly error; before that only the interval that holds on every day may speak.
 */
export function judgeGuardrail(guardrail: Guardrail, full: FullComparison, moment: Moment): GuardrailResult {
  const { limit } = guardrail;
  const judged =
    limit?.kind === 'max' ? underMax(limit.value, guardrail, full, moment) : againstHeld(guardrail, full, moment);
  return { comparison: full.comparison, limit, ...judged };
}

function underMax(max: number, { measure }: Guardrail, { sums }: FullComparison, moment: Moment): Judged {
  const value = boundValue(measure, sums.sent, moment.isDue ? null : moment.expected);
  if (value === null) return { state: 'not_known', why: 'Nobody it was sent to can be counted yet.' };
  const is = `It is ${formatPercentage(value.value)} among the people it was sent to`;
  const may = formatPercentage(max);
  if (value.low !== null && value.low > max)
    return { state: 'broken', why: `${is}, more than the ${may} that it may be.` };
  if (value.high !== null && value.high <= max) return { state: 'kept', why: `${is}, and may be ${may}.` };
  return {
    state: 'not_known',
    why: `${is}, and may be ${may}: there are too few people to know on which side of that it really is.`,
  };
}

function againstHeld(
  { limit, better, compares }: Guardrail,
  { comparison }: FullComparison,
  { isDue }: Moment,
): Judged {
  if (compares !== 'holdout') {
    return {
      state: 'not_known',
      why: 'It cannot be compared with those held out: say how high it may be among the people it is sent to (`max: 0.5%`).',
    };
  }
  const lift = isDue ? comparison.relative : (comparison.monitoring?.relative ?? null);
  const gain = gainOf(lift, better);
  if (gain === null) return { state: 'not_known', why: 'There are too few people to compare it.' };
  const { low, high } = gain;
  const [worse, atWorst] = [high, low].map((bound) =>
    bound === null ? null : formatPercentage(Math.max(0, -bound), 1),
  );
  const may = limit?.kind === 'non_inferior' ? limit.by : 0;
  if (high !== null && high < -may) {
    const allowed = may === 0 ? '' : `, and may be by ${formatPercentage(may)}`;
    return { state: 'broken', why: `It is worse than among those held out, by ${worse} or more${allowed}.` };
  }
  if (low !== null && low >= -may) {
    return {
      state: 'kept',
      why:
        may === 0
          ? 'It is no worse than among those held out.'
          : `At worst it is ${atWorst} worse, and may be ${formatPercentage(may)}.`,
    };
  }
  const worst =
    atWorst === null
      ? 'How bad it may be has no bound yet'
      : `At worst it is ${atWorst} worse than among those held out`;
  return {
    state: 'not_known',
    why:
      limit === null
        ? `No harm shows. ${worst}; say how much worse it may be (\`non_inferior: 2%\`) to have that judged.`
        : `${worst}, which is more than the ${formatPercentage(may)} that it may be; it may also be better.`,
  };
}
