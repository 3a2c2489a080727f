import type { Project } from '../../model/project.js';
import { remember } from '../remember.js';
import { allLiquidTexts } from '../templates/liquid-texts.js';
import { configMap, isMap } from '../yaml-map.js';

/** Every text that is written as a value anywhere in the configuration, the campaigns and the blocks, and of texts with a dot what stands before it. */
export const mentionedTexts = remember((project: Project): ReadonlySet<string> => {
  const found = new Set<string>();
  for (const node of [configMap(project), ...[...project.campaigns, ...project.blocks].map((source) => source.node)]) {
    for (const text of textsIn(node)) found.add(text);
  }
  return found;
});

const textsIn = remember((node: object): ReadonlySet<string> => {
  const found = new Set<string>();
  collect(node, found);
  return found;
});

/** The attributes and traits that templates use; null when one takes a name that is not written out, which could be any. */
export const fieldsInTemplates = remember((project: Project): ReadonlySet<string> | null => {
  const names = new Set<string>();
  for (const { facts } of allLiquidTexts(project)) {
    if (facts.problem !== null) return null;
    for (const { segments } of facts.variables) {
      if (segments[0] !== 'profile') continue;
      if (typeof segments[1] !== 'string') return null;
      names.add(segments[1]);
    }
  }
  return names;
});

function collect(value: unknown, found: Set<string>): void {
  if (typeof value === 'string') {
    found.add(value);
    const dot = value.indexOf('.');
    if (dot > 0) found.add(value.slice(0, dot));
  } else if (Array.isArray(value)) for (const one of value as readonly unknown[]) collect(one, found);
  else if (isMap(value)) for (const one of Object.values(value)) collect(one, found);
}
