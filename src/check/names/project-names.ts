import { compareText } from '../../model/diagnostic.js';
import type { Project } from '../../model/project.js';
import type { ProjectNames } from '../../model/project-names.js';
import { readTemplatePath } from '../../read/read-template.js';
import { allMessages } from '../walk/walk-messages.js';
import { configMap, mapAt, mapsAt, textAt } from '../yaml-map.js';
import { declaredEvents } from './declared-events.js';
import { catalogsOf } from './find-lookup-problem.js';
import { writableNames } from './find-person-problems.js';
import { fieldNames, profileFields } from './profile-fields.js';

/** Every name that a project declares. Files that have errors of their own count too: what is being written is not wrong for being unfinished. */
export function projectNames(project: Project): ProjectNames {
  const config = configMap(project);
  const keys = (key: string): readonly string[] => sorted(Object.keys(mapAt(config, key) ?? {}));
  const fields = [...profileFields(project)];
  const catalogs = catalogsOf(project);
  const templates = project.sources.flatMap(({ path }) => {
    const read = path.startsWith('templates/') ? readTemplatePath(path) : null;
    return read?.role === 'template' ? [read.id] : [];
  });
  return {
    campaigns: sorted(
      project.sources.flatMap(({ path }) => /^campaigns\/(?:.*\/)?([^/]+)\.yaml$/.exec(path)?.[1] ?? []),
    ),
    segments: keys('segments'),
    stages: sorted(mapsAt(config, 'stages').flatMap(({ item }) => textAt(item, 'id') ?? [])),
    events: sorted([...declaredEvents(project).keys()]),
    fields: sorted(fieldNames(project)),
    writable: sorted(writableNames(project)),
    dates: sorted(
      fields.flatMap(([name, { kind, type }]) =>
        kind === 'attribute' && (type === 'date' || type === 'time') ? [name] : [],
      ),
    ),
    properties: new Map(
      sorted([...declaredEvents(project).keys()]).map((event) => [
        event,
        sorted([...(declaredEvents(project).get(event)?.keys() ?? [])]),
      ]),
    ),
    steps: new Map(
      sorted(project.campaigns.map(({ id }) => id)).map((id) => [
        id,
        sorted(allMessages(project).flatMap((one) => (one.campaign.id === id ? (one.id ?? []) : []))),
      ]),
    ),
    columns: new Map(
      sorted(Object.keys(catalogs)).map((name) => [
        name,
        sorted(Object.keys(mapAt(mapAt(catalogs, name), 'columns') ?? {})),
      ]),
    ),
    templates: sorted(templates),
    topics: keys('topics'),
    metrics: keys('metrics'),
    incentives: keys('incentives'),
    partials: sorted(project.partials.map(({ id }) => id)),
  };
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort(compareText);
}
