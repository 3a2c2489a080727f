import type { Project } from '../model/project.js';
import { configMap, isMap, mapAt, type YamlMap } from './yaml-map.js';

/** The keys under `channels.email.dkim`, whether one or a list of them is written. */
export function dkimMaps(project: Project): readonly YamlMap[] {
  const written = mapAt(mapAt(configMap(project), 'channels'), 'email')?.dkim;
  return [written].flat().filter(isMap);
}
