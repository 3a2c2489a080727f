import { stepListsOf } from '../walk/walk-steps.js';
import { mapAt, mapsAt, textAt, type YamlMap } from '../yaml-map.js';

/** What a step asks at one moment, and the steps of the same journey that may have been done before. */
export interface AskingStep {
  readonly self: string;
  readonly conditions: readonly unknown[];
  readonly sent: ReadonlySet<string>;
}

/** Every step of a campaign that asks something: of the branches and variants before it any may have been taken, of those around it only its own. */
export function sentBefore(campaign: YamlMap): readonly AskingStep[] {
  const found: AskingStep[] = [];
  walk(campaign, 'steps', new Set(), found);
  return found;
}

/** Walks one list of steps; gives back those that may have been done behind it. */
function walk(holder: YamlMap, key: string, before: ReadonlySet<string>, found: AskingStep[]): ReadonlySet<string> {
  const sent = new Set(before);
  for (const { item } of mapsAt(holder, key)) {
    const self = textAt(item, 'id') ?? '?';
    const branches = mapsAt(item, 'branch').map((branch) => branch.item.when);
    const conditions = [item.when, ...branches, mapAt(item, 'wait_for')?.condition].filter((one) => one !== undefined);
    if (conditions.length > 0) found.push({ self, conditions, sent: new Set(sent) });
    const ways = stepListsOf(item).map((inner) => walk(inner.holder, inner.key, sent, found));
    for (const way of ways) for (const id of way) sent.add(id);
    sent.add(self);
  }
  return sent;
}
