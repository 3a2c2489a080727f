import type { Project } from '../../model/project.js';
import { atKey, atValue, type Place } from '../place.js';
import { isMap, mapsAt, type YamlMap } from '../yaml-map.js';
import { canHold } from './can-hold.js';
import type { Claim } from './claim.js';
import { claimOf } from './claim-of.js';
import { operators } from './test-claim.js';

/** Tests that can never be true together, as few as it takes, in the order in which they are written. */
export interface Conflict {
  readonly places: readonly Place[];
  /** Whether only an alternative of the condition is meant. */
  readonly isPart: boolean;
}

interface Part {
  readonly place: Place;
  readonly claim: Claim;
  /** What is told where it is defined, or inside. */
  readonly node: YamlMap;
}

/** Every place where a condition contradicts itself, with the definitions of its segments and stages. */
export function findConflicts(
  project: Project,
  condition: YamlMap,
  campaign: string | null,
  isPart = false,
): Conflict[] {
  const parts = partsOf(project, condition, campaign);
  if (canHold(parts.map(({ claim }) => claim))) {
    return parts.flatMap(({ node }) =>
      alternatives(node).flatMap((one) => findConflicts(project, one, campaign, true)),
    );
  }
  let core = parts;
  for (const part of parts) {
    const others = core.filter((one) => one !== part);
    if (!canHold(others.map(({ claim }) => claim))) core = others;
  }
  const [only, second] = core;
  if (only === undefined || second !== undefined) return [{ places: core.map(({ place }) => place), isPart }];
  // A segment or stage that nobody is in is told where it is defined.
  if ('segment' in only.node || 'stage' in only.node) return [];
  const inside = alternatives(only.node).flatMap((one) => findConflicts(project, one, campaign, true));
  return inside.length > 0 ? inside : [{ places: [only.place], isPart }];
}

function alternatives(node: YamlMap): YamlMap[] {
  return mapsAt(node, 'any').map(({ item }) => item);
}

/** What must be true together: the items of `all`, and each operator of a test. */
function partsOf(project: Project, node: YamlMap, campaign: string | null): Part[] {
  if ('all' in node) return mapsAt(node, 'all').flatMap(({ item }) => partsOf(project, item, campaign));
  const claim = (condition: YamlMap) => claimOf(project, condition, true, campaign);
  const found = operators.filter((operator) => node[operator] !== undefined);
  if ('attribute' in node && found.length > 1) {
    return found.map((operator) => ({
      place: atValue(node, operator),
      claim: claim({ attribute: node.attribute, [operator]: node[operator] }),
      node,
    }));
  }
  return [{ place: placeOf(node, found[0]), claim: claim(node), node }];
}

function placeOf(node: YamlMap, operator: string | undefined): Place {
  if ('attribute' in node && operator !== undefined) return atValue(node, operator);
  for (const key of ['any', 'not']) if (key in node) return atKey(node, key);
  const key = ['event', 'segment', 'stage', 'message'].find((one) => one in node);
  if (key === 'event' && isMap(node.count)) return atValue(node, 'count');
  return key === undefined ? atKey(node, Object.keys(node)[0] ?? '') : atValue(node, key);
}
