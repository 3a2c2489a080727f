import { formatPercentage } from '../../model/percentage.js';
import type { Plan } from '../../model/plan.js';
import { type CampaignLayer, layerShare, SLOTS } from '../../model/plan-layer.js';
import { both, type ChangeKind, told } from '../change-kind.js';
import { same } from '../same.js';

const MOVED = both(
  'dangerous',
  'people may enter another campaign than the one that was kept for them; those inside go on',
  'outside',
);

/** The people of a layer are shared out otherwise. */
export const layerChanged: ChangeKind = {
  code: 'LC824',
  name: 'layer-changed',
  summary: 'The people of a layer are shared out among its campaigns otherwise.',
  docs: `A layer gives each of its campaigns people of their own, in the order in which they are written. When a share, the order or the campaigns change, somebody who was kept for one campaign may enter another from now on, and has then been in both: what the second is worth is no longer measured against people who got neither.

Add campaigns at the end, out of what was left over, and change shares between experiments.`,
  *find({ old, new: now, renamed }) {
    const [before, after] = [layersOf(old, renamed), layersOf(now, new Map())];
    for (const name of [...new Set([...before.keys(), ...after.keys()])].sort()) {
      const [was, is] = [before.get(name) ?? [], after.get(name) ?? []];
      if (same(was, is)) continue;
      const isRedrawn = was[0] !== undefined && is[0] !== undefined && was[0].salt !== is[0].salt;
      yield {
        facet: 'audience',
        at: ['layers', name],
        what: isRedrawn
          ? `everybody is drawn anew for layer "${name}"`
          : `layer "${name}" changed: ${formatPercentage(movedShare(was, is))} of people may enter something else than before`,
        before: told(layerWords(was)),
        after: told(layerWords(is)),
        judgement: MOVED,
      };
    }
  },
};

type Part = CampaignLayer & { readonly campaign: string };

/** By layer name, its parts in their order. */
function layersOf({ campaigns }: Plan, renamed: ReadonlyMap<string, string>): ReadonlyMap<string, readonly Part[]> {
  const layers = new Map<string, Part[]>();
  for (const { id, layer, kept } of campaigns) {
    if (layer === undefined || kept !== undefined) continue;
    layers.set(layer.name, [...(layers.get(layer.name) ?? []), { ...layer, campaign: renamed.get(id) ?? id }]);
  }
  for (const parts of layers.values()) parts.sort((a, b) => a.from - b.from);
  return layers;
}

function movedShare(was: readonly Part[], is: readonly Part[]): number {
  const at = (parts: readonly Part[], slot: number) =>
    parts.find(({ from, to }) => slot >= from && slot < to)?.campaign;
  const slots = Array.from({ length: SLOTS }, (_, slot) => slot);
  return slots.filter((slot) => at(was, slot) !== at(is, slot)).length / SLOTS;
}

function layerWords(parts: readonly Part[]): string {
  return parts.map((part) => `${part.campaign} ${formatPercentage(layerShare(part))}`).join(', ') || 'none';
}
