import { formatLocal } from '../calendar/local-time.js';
import { diffPlans } from '../diff/diff-plans.js';
import type { Fence, Ledger } from '../ledger/ledger.js';
import { type Change, isOpen } from '../model/change.js';
import { LifecycleError } from '../model/failure.js';
import type { Plan } from '../model/plan.js';
import type { Instant } from '../model/value.js';
import { peopleWords, reasonWords, remediesOf, remedyWords } from '../report/diff/diff-words.js';
import { plural } from '../report/plural.js';
import type { RunOrder } from './run-ticks.js';

/** How many changes are listed; more than that are read in `lifecycle diff`. */
const MOST = 10;

/** Formats of plans whose people are decided about as in this one. */
const COMPARABLE: readonly number[] = [3, 4];

/**
 * Lets the plan of a run be put into force, before anything is decided under it. Throws LC909 when the ledger is another project's, LC901 when the plan was replaced by another and
 * nobody asked to go back, LC918 when it breaks something for people who are inside and nobody accepted that. The first plan passes.
 */
export function acceptPlan({ plan, ticks, goBack = false }: RunOrder, ledger: Ledger, fence: Fence): void {
  const applied = ledger.plans();
  if (applied.at(-1)?.hash === plan.hash) return;
  const current = ledger.currentPlan();
  if (current === null) return;
  if (current.project !== plan.project) throw otherProject(current, plan);
  const isOld = applied.some(({ hash }) => hash === plan.hash);
  if (isOld && !goBack) throw replaced(applied.at(-1), plan);
  const now = ticks[0] ?? 0;
  const broken = breakingChanges(current, plan, ledger, now);
  if (broken.length > 0) throw unaccepted(broken);
  if (isOld) ledger.goBack(fence, now, { from: current.hash, to: plan.hash });
}

/** Breaking changes that nobody accepted. People are counted only where it depends on them. */
function breakingChanges(current: Plan, plan: Plan, ledger: Ledger, now: Instant): readonly Change[] {
  // A plan of another format was written by another version: its parts cannot be compared with these. In format 3 only what campaigns are measured by was written otherwise.
  if (!COMPARABLE.includes(current.format)) return [];
  // Accepted ones are counted too: who starts to follow the plan may wait in a step that only an earlier one had.
  if (!diffPlans(current, plan, { census: null, now }).changes.some(({ level }) => level === 'breaking')) return [];
  const { changes } = diffPlans(current, plan, { census: ledger.census(), now });
  return changes.filter((change) => change.level === 'breaking' && isOpen(change));
}

function otherProject(current: Plan, plan: Plan): LifecycleError {
  return new LifecycleError(
    'LC909',
    `the ledger is that of project "${current.project}", and the plan is of "${plan.project}": nothing was decided or sent`,
    [
      'name the ledger of this project under "ledger" in lifecycle.config.yaml, or with --ledger',
      'keep the name of a project for as long as its ledger: messages are known by it',
    ],
  );
}

function replaced(newest: ReturnType<Ledger['plans']>[number] | undefined, plan: Plan): LifecycleError {
  const when = newest === undefined ? 'since' : `on ${formatLocal(newest.appliedAt, plan.timezone)} (${plan.timezone})`;
  const by = newest === undefined ? 'another one' : `${newest.hash.slice(0, 19)}`;
  return new LifecycleError(
    'LC901',
    `the plan ${plan.hash.slice(0, 19)} was replaced ${when} by ${by}: nothing was decided or sent`,
    [
      'run with the newest plan: make it with lifecycle build',
      'when the edit was really taken back, put the older plan into force again with lifecycle run --go-back',
    ],
  );
}

function unaccepted(changes: readonly Change[]): LifecycleError {
  const help = changes.slice(0, MOST).flatMap((change) => {
    const { code, campaign, step, what } = change;
    const where = [campaign, step].filter(Boolean).join('/');
    const file = campaign === null ? null : `campaigns/${campaign}.yaml`;
    const people = peopleWords(change);
    return [
      `${where === '' ? '' : `${where}: `}[${code}] ${what}: ${reasonWords(change)}${people === null ? '' : `; ${people}`}`,
      ...remediesOf(change, 'breaking').map((remedy) => `  ${remedyWords(remedy, file)}`),
    ];
  });
  const more = changes.length > MOST ? [`and ${changes.length - MOST} more: lifecycle diff shows them`] : [];
  return new LifecycleError(
    'LC918',
    `the plan has ${plural(changes.length, 'breaking change')} for people who are inside, and nobody accepted ${changes.length === 1 ? 'it' : 'them'}: nothing was decided or sent`,
    [...help, ...more],
  );
}
