import { LifecycleError } from '../model/failure.js';
import { suggest } from '../model/suggest.js';

/** The ids of the campaigns that answer to any of the selectors, in which `*` stands for any letters; all where there is none. Throws LC900 for a selector that no campaign answers to. */
export function selectCampaigns(
  project: { readonly campaigns: readonly { readonly id: string }[] },
  selectors: readonly string[],
): ReadonlySet<string> {
  const ids = project.campaigns.map(({ id }) => id);
  if (selectors.length === 0) return new Set(ids);
  return new Set(
    selectors.flatMap((selector) => {
      const pattern = selector.split('*').map((part) => part.replace(/[^a-z0-9-]/gi, '\\$&'));
      const matching = ids.filter((id) => new RegExp(`^${pattern.join('.*')}$`).test(id));
      if (matching.length > 0) return matching;
      const [near] = suggest(selector, ids);
      throw new LifecycleError(
        'LC900',
        `no campaign is called "${selector}"`,
        [near === undefined ? `there are ${ids.join(', ')}` : `did you mean "${near}"?`],
        2,
      );
    }),
  );
}
