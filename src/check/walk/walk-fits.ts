import type { LockedModel } from '../../model/lock-file.js';
import type { Project } from '../../model/project.js';
import { type FitRequest, fitRequest } from '../../model/trait-fit.js';
import { configMap, mapAt, type YamlMap } from '../yaml-map.js';

/** A trait that is told by a fitted model. */
export interface FitMention {
  readonly name: string;
  readonly trait: YamlMap;
  /** The key that tells what kind of trait it is, or asks for the fit. */
  readonly key: 'customer_value' | 'likelihood' | 'shrink';
  readonly request: FitRequest;
  /** What lifecycle.lock has for it. */
  readonly model: LockedModel | null;
}

/** Every trait that `lifecycle measure fit` must have seen. */
export function allFits(project: Project): readonly FitMention[] {
  const traits = mapAt(configMap(project), 'traits') ?? {};
  const models = project.lock?.models ?? {};
  return Object.entries(project.config.traits ?? {}).flatMap(([name, node]) => {
    const [request, trait] = [fitRequest(node), mapAt(traits, name)];
    if (request === null || trait === null) return [];
    const key = (['customer_value', 'likelihood'] as const).find((each) => each in trait) ?? 'shrink';
    return { name, trait, key, request, model: (Object.hasOwn(models, name) ? models[name] : undefined) ?? null };
  });
}
