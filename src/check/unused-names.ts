import type { Project } from '../model/project.js';
import { suggest } from '../model/suggest.js';
import { configMap } from './declared-events.js';
import { atKey, spanOf } from './place.js';
import type { Finding } from './rule.js';
import { mapAt } from './yaml-map.js';

/** A finding for each name of a list of the configuration that is not used. Nothing while a file cannot be read that may use it. `one` is what such a thing is called, `asked` the names that may have been meant for one. */
export function* unusedNames(
  project: Project,
  list: string,
  one: string,
  used: ReadonlySet<string>,
  asked: ReadonlySet<string> = used,
): Generator<Finding> {
  if (project.broken.some((path) => !path.startsWith('templates/') || path.startsWith('templates/blocks/'))) return;
  const declared = mapAt(configMap(project), list) ?? {};
  const names = Object.keys(declared);
  // A misspelt name means the one that it suggests: that is one mistake, and it has been told.
  const known = new Set(names);
  const meant = new Set([...asked].flatMap((name) => (known.has(name) ? [] : suggest(name, names))));
  for (const name of names) {
    if (used.has(name) || meant.has(name)) continue;
    yield {
      message: `nothing uses ${one} "${name}"`,
      span: spanOf(project, atKey(declared, name)),
      label: 'declared here',
      help: ['use it, or take it out'],
    };
  }
}
