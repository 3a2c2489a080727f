import type { StepFile } from '../model/campaign-file.js';
import type { Change } from '../model/change.js';
import type { DiffReport, IdleNote, LocatedChange } from '../model/diff-report.js';
import type { CampaignSource, Project } from '../model/project.js';
import type { Span } from '../model/span.js';
import type { PlanDiff } from './diff-plans.js';

/** Finds where each change stands in the files of the new plan; `project` is null when there is only the plan. */
export function locateChanges(
  { changes, idle }: PlanDiff,
  project: Project | null,
): Pick<DiffReport, 'changes' | 'idle'> {
  return {
    changes: changes.map((change) => locateChange(change, project)),
    idle: idle.map(({ campaign, index, acceptance: { change, step, until }, why }): IdleNote => {
      const source = project?.campaigns.find(({ id }) => id === campaign);
      const list = source?.node.accepts;
      const span = list === undefined || project === null ? null : project.spans.value(list, index);
      return { campaign, change, step, until, why, span };
    }),
  };
}

function locateChange(change: Change, project: Project | null): LocatedChange {
  const { campaign, step, at } = change;
  if (campaign === null) {
    const file = project?.configFile ?? 'lifecycle.config.yaml';
    return { ...change, file, span: project === null ? null : spanAt(project, project.config, at) };
  }
  const source = project?.campaigns.find(({ id }) => id === campaign);
  const file = source?.file ?? `campaigns/${campaign}.yaml`;
  if (project === null || source === undefined) return { ...change, file, span: null };
  return { ...change, file, span: inCampaign(project, source, step, at) };
}

function inCampaign(project: Project, { node }: CampaignSource, step: string | null, at: readonly string[]): Span {
  const holder = step === null ? undefined : findStep(node.steps, step);
  return holder === undefined ? spanAt(project, node, at, 'name') : spanAt(project, holder, at, 'id');
}

/** The span of the value that the keys lead to, or of the last key on the way that there is; `otherwise` when there is not even the first. */
function spanAt(project: Project, top: object, at: readonly string[], otherwise = 'project'): Span {
  let holder = top as Readonly<Record<string, unknown>>;
  const [first = otherwise, ...rest] = at;
  if (holder[first] === undefined) return project.spans.value(holder, otherwise);
  let key = first;
  for (const next of rest) {
    const inside = holder[key];
    if (typeof inside !== 'object' || inside === null || !(next in inside)) break;
    holder = inside as Readonly<Record<string, unknown>>;
    key = next;
  }
  const value = holder[key];
  // Of a whole block the key is the smallest thing that means it.
  return typeof value === 'object' && value !== null
    ? project.spans.key(holder, key)
    : project.spans.value(holder, key);
}

function findStep(steps: readonly StepFile[], id: string): StepFile | undefined {
  for (const step of steps) {
    if (step.id === id) return step;
    const inside = [
      ...(step.branch ?? []).flatMap((branch) => branch.steps),
      ...(step.split ?? []).flatMap((variant) => variant.steps),
      ...(step.wait_for?.then ?? []),
      ...(step.wait_for?.otherwise ?? []),
    ];
    const found = findStep(inside, id);
    if (found !== undefined) return found;
  }
  return undefined;
}
