import type { CampaignDocs, Commit, Docs, ProjectHistory } from '../model/docs.js';
import { everyMessage, templatesOf } from '../model/every-step.js';
import { invariant } from '../model/failure.js';
import type { Metric } from '../model/metric.js';
import type { Plan, PlanCampaign } from '../model/plan.js';
import type { Project } from '../model/project.js';
import { campaignCalendar } from './campaign-calendar.js';
import { campaignNames } from './campaign-names.js';
import { declaredNames } from './declared-names.js';
import { goalMoves } from './goal-moves.js';

/** How many days the calendars show. */
const DAYS = 14;
/** How many changes of a campaign are listed. */
const MOST_COMMITS = 20;

/** A commit with the files that it touched, relative to the project root. */
export interface TouchingCommit extends Commit {
  readonly files: readonly string[];
}

/** What is known besides the files of the project. */
export interface Around {
  readonly plan: Plan;
  readonly metrics: Readonly<Record<string, Metric>>;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly history: ProjectHistory;
  /** Newest first. */
  readonly commits: readonly TouchingCommit[];
  readonly preview: string | null;
}

/** Puts together what a project's documentation says: the same files, day and history give the same value. */
export function gatherDocs(project: Project, { plan, metrics, day, history, commits, preview }: Around): Docs {
  const names = plan.campaigns.map((campaign) => campaignNames(plan, campaign, metrics));
  const usedBy = new Map<string, string[]>();
  for (const [index, { id }] of plan.campaigns.entries())
    for (const key of names[index]?.all ?? []) usedBy.set(key, [...(usedBy.get(key) ?? []), id]);
  const declared = declaredNames(project, plan, usedBy);
  const campaigns = plan.campaigns.map((campaign, index): CampaignDocs => {
    const file = project.campaigns.find(({ id }) => id === campaign.id)?.file;
    invariant(file !== undefined, `${campaign.id} was read from a file`);
    const own = new Set([file, ...templateFiles(project, campaign)]);
    const direct = names[index]?.direct;
    return {
      campaign,
      file,
      moves: plan.stages.length === 0 ? [] : goalMoves(plan, campaign, metrics[campaign.kpi.metric]),
      calendar: campaignCalendar(plan, campaign, day, DAYS),
      uses: declared.flatMap(({ key }) => (direct?.has(key) ? [key] : [])),
      commits: commits
        .filter(({ files }) => files.some((one) => own.has(one)))
        .slice(0, MOST_COMMITS)
        .map(({ files: _files, ...commit }) => commit),
    };
  });
  return { plan, day, metrics, campaigns, names: declared, history, preview };
}

function templateFiles(project: Project, { steps }: PlanCampaign): readonly string[] {
  const used = new Set(everyMessage(steps).flatMap(templatesOf));
  return project.templates.filter(({ id }) => used.has(id)).map(({ file }) => file);
}
