import type { CampaignSource, Project } from '../model/project.js';

/**
 * Makes a question about a campaign, whose answer depends on nothing but the campaign and the configuration, be answered only once for as long as neither changes: also when
 * the project is read again with the same memory.
 */
export function rememberCampaign<T>(
  answer: (project: Project, campaign: CampaignSource) => T,
): (project: Project, campaign: CampaignSource) => T {
  const known = new WeakMap<object, WeakMap<CampaignSource, { readonly value: T }>>();
  return (project, campaign) => {
    let answers = known.get(project.config);
    if (answers === undefined) {
      answers = new WeakMap();
      known.set(project.config, answers);
    }
    const before = answers.get(campaign);
    if (before !== undefined) return before.value;
    const value = answer(project, campaign);
    answers.set(campaign, { value });
    return value;
  };
}
