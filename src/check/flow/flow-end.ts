import { isMap, listAt, mapAt, mapsAt, type YamlMap } from '../yaml-map.js';

/** Whether nobody goes on after a step: it is an exit for everybody, or all its branches, variants or outcomes end in one. */
export function endsForAll(step: YamlMap): boolean {
  if (step.when !== undefined) return false;
  if (step.exit !== undefined) return true;
  const branches = mapsAt(step, 'branch').map(({ item }) => item);
  if (branches.length > 0) {
    const everybody = branches.some((branch) => branch.when === undefined);
    return everybody && branches.every((branch) => listEnds(listAt(branch, 'steps') ?? []));
  }
  const wait = mapAt(step, 'wait_for');
  if (wait !== null) return ['then', 'otherwise'].every((way) => listEnds(listAt(wait, way) ?? []));
  const variants = mapsAt(step, 'split').map(({ item }) => item);
  return variants.length > 0 && variants.every((variant) => listEnds(listAt(variant, 'steps') ?? []));
}

function listEnds(steps: readonly unknown[]): boolean {
  return steps.some((step) => isMap(step) && endsForAll(step));
}
