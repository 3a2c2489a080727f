import { type Change, isOpen, LEVELS, type Level, type Remedy } from '../../model/change.js';
import type { DiffReport } from '../../model/diff-report.js';
import { formatCount } from '../table.js';

/** `1 breaking (accepted), 2 dangerous, 5 safe; 312 people waiting are affected`: a sentence that can be said aloud. */
export function summarizeDiff({ changes, census }: Pick<DiffReport, 'changes' | 'census'>): string {
  if (changes.length === 0) return 'nothing changes for anybody';
  return `${levelWords(changes)}; ${affectedWords(changes, census !== null)}`;
}

/** `1 breaking (accepted), 2 dangerous, 5 safe`; empty without changes. */
export function levelWords(changes: readonly Change[]): string {
  const counts = LEVELS.flatMap((level) => {
    const own = changes.filter((change) => change.level === level);
    const accepted = own.filter((change) => change.accepted !== null).length;
    if (own.length === 0) return [];
    return [
      `${own.length} ${level}${accepted === 0 ? '' : accepted === own.length ? ' (accepted)' : ` (${accepted} accepted)`}`,
    ];
  });
  return counts.join(', ');
}

/** Whom the changes that are not safe concern, in one clause. */
export function affectedWords(changes: readonly Change[], isCounted: boolean): string {
  const hurting = changes.filter(({ level, judgement }) => level !== 'safe' && judgement.touches !== 'outside');
  if (hurting.length === 0) return 'nobody who is inside is affected';
  if (!isCounted) return 'up to everybody who is inside is affected (no census was given)';
  const people = countAffected(hurting);
  return people === 1 ? '1 person waiting is affected' : `${formatCount(people)} people waiting are affected`;
}

/** Everybody inside waits for some step: each is counted once, however many changes concern them. */
function countAffected(changes: readonly Change[]): number {
  const everywhere = changes.find(({ campaign }) => campaign === null);
  if (everywhere !== undefined) return everywhere.affects?.inside ?? 0;
  const campaigns = [...new Set(changes.map(({ campaign }) => campaign))];
  return campaigns.reduce((sum, id) => {
    const own = changes.filter(({ campaign }) => campaign === id);
    const whole = own.find(({ judgement }) => judgement.touches !== 'waiting');
    if (whole !== undefined) return sum + (whole.affects?.inside ?? 0);
    const bySteps = new Map(own.map(({ was, affects }) => [was, affects?.waiting ?? 0]));
    return sum + [...bySteps.values()].reduce((all, one) => all + one, 0);
  }, 0);
}

/** Whom a change concerns, in numbers; null where nobody could say. */
export function peopleWords({ affects, step, level, judgement: { touches } }: Change): string | null {
  if (affects === null) {
    if (level === 'safe' || touches === 'outside') return null;
    return touches === 'waiting' ? 'up to everybody who waits in it' : 'up to everybody inside';
  }
  const { before, waiting, past, inside, over } = affects;
  const count = formatCount;
  if (step !== null) return `${count(before)} before it, ${count(waiting)} waiting in it, ${count(past)} past it`;
  return `${count(inside)} inside${touches === 'ever' ? `, ${count(over)} who have been` : ''}`;
}

/** What resolves a change that is not accepted and counts as a failure: what its kind says, and accepting it. */
export function remediesOf(change: Change, failOn: Level): readonly Remedy[] {
  const { code, step, level, campaign, remedies } = change;
  if (!isOpen(change)) return [];
  if (campaign === null || LEVELS.indexOf(level) > LEVELS.indexOf(failOn)) return remedies;
  const place = step === null ? '' : `, step: ${step}`;
  const say = remedies.length > 0 ? 'or accept it' : 'accept it when it is meant';
  return [...remedies, { say, yaml: `accepts: [{change: ${code}${place}, reason: "..."}]` }];
}

/** Where a remedy goes: `say: in campaigns/trial.yaml, moved: [...]`. */
export function remedyWords({ say, yaml }: Remedy, file: string | null): string {
  return yaml === null ? say : `${say}: in ${file ?? 'the file'}, ${yaml}`;
}

/** Why a change has its level, with the one that it would have if nobody had counted. */
export function reasonWords({ reason, level, classed, policy, campaign }: Change): string {
  const before = level === classed ? '' : ` (${classed} without a census)`;
  return `${campaign === null ? '' : `${policy}: `}${reason}${before}`;
}

/** What an idle acceptance was for. */
export function idleWords({ change, step, until, why }: DiffReport['idle'][number]): string {
  const what = `"accepts" of ${change}${step === null ? '' : ` for step "${step}"`}`;
  return why === 'expired' ? `${what} ran out on ${until}` : `${what} accepts nothing: take it out`;
}
