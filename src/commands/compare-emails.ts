import type { Change } from '../model/change.js';
import type { Plan } from '../model/plan.js';
import type { Project } from '../model/project.js';
import type { EmailChange } from '../model/review.js';
import { compareMessages } from '../preview/compare-messages.js';

const RENAMED = 'LC802';

/** The messages that personas of the project would get otherwise than by the old plan; a step that only has another id, as the changes say, is the one that it was. */
export function compareEmails(
  was: Plan,
  is: Plan,
  project: Project,
  changes: readonly Change[],
): Promise<readonly EmailChange[]> {
  const renamed = changes.flatMap(({ code, campaign, step, was: before }) =>
    code === RENAMED && campaign !== null && step !== null && before !== null
      ? [[`${campaign}/${before}`, `${campaign}/${step}`] as const]
      : [],
  );
  return compareMessages({ was: { plan: was, project }, is: { plan: is, project }, renamed: new Map(renamed) });
}
