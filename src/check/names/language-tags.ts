import type { Project } from '../../model/project.js';
import { remember } from '../remember.js';
import { configMap, listAt, mapAt, textAt, type YamlMap } from '../yaml-map.js';

/** The languages of a project; null when it declares none. */
export interface DeclaredLanguages {
  readonly node: YamlMap;
  readonly default: string;
  readonly also: readonly string[];
}

/** What stands under `languages`. */
export const declaredLanguages = remember((project: Project): DeclaredLanguages | null => {
  const node = mapAt(configMap(project), 'languages');
  const own = textAt(node, 'default');
  if (node === null || own === null) return null;
  return { node, default: own, also: (listAt(node, 'also') ?? []).filter((tag) => typeof tag === 'string') };
});

/** `de-AT` → `de`. */
export function primaryLanguage(tag: string): string {
  return tag.split('-')[0]?.toLowerCase() ?? '';
}
