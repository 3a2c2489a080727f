import { type Census, peopleOf } from '../model/census.js';
import type { Affected, Change } from '../model/change.js';
import { everyStep } from '../model/every-step.js';
import type { PlanPair } from './change-kind.js';

/** Says how many people each change concerns, and lowers its level where there is nobody whom it could hurt. */
export function withCensus(changes: readonly Change[], pair: PlanPair, census: Census | null): readonly Change[] {
  return census === null ? changes : changes.map((change) => weigh(change, pair, census));
}

function weigh(change: Change, pair: PlanPair, census: Census): Change {
  const affects = countPeople(change, pair, census);
  const { judgement, level, reason } = change;
  const counted = { ...change, affects };
  if (level === 'safe' || judgement.touches === 'outside' || judgement.touches === 'everyone') return counted;
  const asOf = `as of serial ${census.serial} of the ledger`;
  const ever = judgement.touches === 'ever';
  if (affects.inside + (ever ? affects.over : 0) === 0) {
    return {
      ...counted,
      level: 'safe',
      reason: `${reason}; but nobody is inside${ever ? ' or has been' : ''}, ${asOf}`,
    };
  }
  if (judgement.touches !== 'waiting' || affects.waiting > 0) return counted;
  return { ...counted, level: judgement.emptied ?? 'safe', reason: `${reason}; but nobody waits in it, ${asOf}` };
}

function countPeople({ campaign, step, was }: Change, pair: PlanPair, census: Census): Affected {
  const sum = (counts: readonly number[]): number => counts.reduce((all, one) => all + one, 0);
  if (campaign === null) {
    const inside = sum(census.campaigns.map((each) => each.inside));
    return { before: 0, waiting: 0, past: 0, inside, over: sum(census.campaigns.map((each) => each.over)) };
  }
  const oldId = [...pair.renamed].find(([, id]) => id === campaign)?.[0] ?? campaign;
  const { inside, over, waiting } = peopleOf(census, oldId);
  const at = (ids: readonly string[]): number =>
    sum(waiting.filter((one) => ids.includes(one.step)).map(({ people }) => people));
  const [before, own, past] = around(pair, oldId, step, was);
  return { before: at(before), waiting: at(own), past: at(past), inside, over };
}

/** The steps of the old plan that are written before a step, the step itself, and those written after it. */
function around(
  pair: PlanPair,
  campaign: string,
  step: string | null,
  was: string | null,
): readonly [before: readonly string[], own: readonly string[], past: readonly string[]] {
  const old = pair.old.campaigns.find(({ id }) => id === campaign);
  if (old === undefined || step === null) return [[], [], []];
  const ids = everyStep(old.steps).map(({ id }) => id);
  const at = was === null ? -1 : ids.indexOf(was);
  if (at >= 0) return [ids.slice(0, at), ids.slice(at, at + 1), ids.slice(at + 1)];
  if (was !== null) return [[], [was], []];
  // A new step stands between those of the old plan that are still there.
  const steps = pair.campaigns.find(({ new: now }) => now.id === campaign)?.steps;
  const place = steps?.added.find((each) => each.step.id === step)?.at ?? 0;
  const beside = (isBefore: boolean): readonly string[] =>
    (steps?.shared ?? []).filter(({ is }) => is.at < place === isBefore).map((each) => each.was.step.id);
  return [beside(true), [], beside(false)];
}
