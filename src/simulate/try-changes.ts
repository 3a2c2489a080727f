import { canonicalJson } from '../compile/canonical-json.js';
import { lowerCampaign } from '../compile/lower-campaign.js';
import { stepChannels } from '../compile/step-channels.js';
import type { Mutation, MutationReport } from '../model/mutation-report.js';
import type { Plan } from '../model/plan.js';
import type { CampaignSource, Project } from '../model/project.js';
import type { Span } from '../model/span.js';
import { type Change, listChanges, type Path } from './list-changes.js';
import { findFailing } from './run-tests.js';

/**
 * Changes each of the campaigns whose ids are given in one small place after the other, and asks its own tests each time. All of them must pass on the campaign as it is. Pure. What compiles to the same plan
 * is no change.
 */
export function tryChanges(project: Project, plan: Plan, ids: ReadonlySet<string>): MutationReport {
  const chosen = project.campaigns.filter(({ id }) => ids.has(id));
  const tested = chosen.filter(({ node }) => (node.tests ?? []).length > 0);
  return {
    mutations: tested.flatMap((campaign) => ofCampaign(project, plan, campaign)),
    untested: chosen.filter((campaign) => !tested.includes(campaign)).map(({ id }) => id),
  };
}

function ofCampaign(project: Project, plan: Plan, source: CampaignSource): readonly Mutation[] {
  const { id, file, node } = source;
  const tests = node.tests ?? [];
  const channelOf = stepChannels(project);
  const seen = new Set([canonicalJson(lowerCampaign(source, channelOf))]);
  const mutations = listChanges(node).flatMap((change): Mutation[] => {
    const changed = lowerCampaign({ ...source, node: changeAt(node, change.path, change.value) }, channelOf);
    const text = canonicalJson(changed);
    if (seen.has(text)) return [];
    seen.add(text);
    const noticed = findFailing(plan, changed, tests) !== null;
    return [{ campaign: id, file, span: spanOf(project, node, change), words: change.words, noticed }];
  });
  return mutations.sort((a, b) => a.span.start.offset - b.span.start.offset);
}

/** A copy of a value with another one at the end of a path; undefined takes out the entry, whole lists included. */
function changeAt<T>(node: T, path: Path, value: unknown): T {
  const [key, ...rest] = path;
  if (key === undefined) return value as T;
  const inner = (node as Record<string | number, unknown>)[key];
  const changed = rest.length === 0 ? value : changeAt(inner, rest, value);
  if (Array.isArray(node)) {
    const list = node.map((one, index) => (index === key ? changed : one));
    return list.filter((one) => one !== undefined) as T;
  }
  return Object.fromEntries(
    Object.entries({ ...node, [key]: changed }).filter(([, entry]) => entry !== undefined),
  ) as T;
}

/** The key that the changed part stands behind, or the part itself in a list; the campaign's `steps` when nothing is written. */
function spanOf(project: Project, node: object, { path }: Change): Span {
  let holder = node;
  for (const key of path.slice(0, -1)) holder = (holder as Record<string | number, object>)[key] ?? holder;
  const last = path.at(-1) ?? '';
  if (!(last in holder)) return project.spans.key(node, 'triggers');
  return typeof last === 'string' ? project.spans.key(holder, last) : project.spans.value(holder, last);
}
