import type { CampaignSource, Project } from '../model/project.js';

/** A YAML mapping as it was read. Checks go on over files that have other faults, so nothing about a value's kind is taken for granted. */
export type YamlMap = Readonly<Record<string, unknown>>;

/** Whether a value is a mapping. */
export function isMap(value: unknown): value is YamlMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The top of the configuration file. */
export function configMap({ config }: Project): YamlMap {
  return isMap(config) ? config : {};
}

/** The top of a campaign file. */
export function campaignMap({ node }: CampaignSource): YamlMap {
  return isMap(node) ? node : {};
}

/** The triggers of a campaign, as mappings. */
export function triggersOf(campaign: CampaignSource): readonly YamlMap[] {
  return mapsAt(campaignMap(campaign), 'triggers').map(({ item }) => item);
}

/** The mapping behind a key, or null. */
export function mapAt(node: YamlMap | null, key: string): YamlMap | null {
  const value = node?.[key];
  return isMap(value) ? value : null;
}

/** The list behind a key, or null. */
export function listAt(node: YamlMap | null, key: string): readonly unknown[] | null {
  const value = node?.[key];
  return Array.isArray(value) ? value : null;
}

/** The mappings in the list behind a key, each with its place in the list. */
export function mapsAt(
  node: YamlMap | null,
  key: string,
): { list: readonly unknown[]; index: number; item: YamlMap }[] {
  const list = listAt(node, key);
  const found: { list: readonly unknown[]; index: number; item: YamlMap }[] = [];
  if (list === null) return found;
  // Every rule asks this of every list: no list is made for each item.
  for (let index = 0; index < list.length; index++) {
    const item = list[index];
    if (isMap(item)) found.push({ list, index, item });
  }
  return found;
}

/** The text behind a key, or null. */
export function textAt(node: YamlMap | null, key: string): string | null {
  const value = node?.[key];
  return typeof value === 'string' ? value : null;
}

/** The texts behind a key that takes one or a list of them, each with the object and key that hold it. */
export function textsAt(node: YamlMap | null, key: string): { holder: object; key: string | number; text: string }[] {
  const value = node?.[key];
  if (node === null || value === undefined) return [];
  if (typeof value === 'string') return [{ holder: node, key, text: value }];
  if (!Array.isArray(value)) return [];
  return value.flatMap((text: unknown, index) =>
    typeof text === 'string' ? [{ holder: value, key: index, text }] : [],
  );
}
