import type { Project } from '../../model/project.js';
import { configMap, mapAt, type YamlMap } from '../yaml-map.js';

/** One campaign in one layer. */
export interface LayerPlace {
  readonly layer: string;
  /** The layer, by campaign. */
  readonly shares: YamlMap;
  readonly campaign: string;
}

/** Every entry of every layer, in the order written. */
export function walkLayers(project: Project): readonly LayerPlace[] {
  const layers = mapAt(configMap(project), 'layers') ?? {};
  return Object.keys(layers).flatMap((layer) => {
    const shares = mapAt(layers, layer) ?? {};
    return Object.keys(shares).map((campaign) => ({ layer, shares, campaign }));
  });
}
