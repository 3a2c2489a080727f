import type { PersonaFile } from '../../model/persona-file.js';
import type { Project } from '../../model/project.js';
import { declaredType } from '../names/declared-events.js';
import { catalogsOf } from '../names/find-lookup-problem.js';
import { findPersonProblems } from '../names/find-person-problems.js';
import { findValueProblem } from '../names/test-types.js';
import { unknownName } from '../names/unknown-name.js';
import { atKey, spanOf } from '../place.js';
import type { Finding, Rule } from '../rule.js';
import { mapAt } from '../yaml-map.js';

/** A persona is somebody who cannot be. */
export const impossiblePersona: Rule = {
  code: 'LC234',
  name: 'impossible-persona',
  severity: 'error',
  summary: 'A persona is somebody who cannot be.',
  docs: `A persona is a made-up person for whom every message is shown before it is sent. What is written of them in schemas/personas must be what the data can hold: declared attributes, values of their types, columns of declared catalogs. Otherwise the preview would show what nobody gets.

Traits, segments and stages are not written: they follow from the events, which are written as in the tests of campaigns: "2026-03-02T10:00 cart_updated {cart_id: c1, value: 50}".`,
  example: {
    file: 'schemas/personas/ann.yaml',
    bad: 'name: Ann\nprofile: {country: Germany}\n',
    good: 'name: Ann\nprofile: {country: DE}\n',
  },
  *check(project) {
    for (const { node } of project.personas) {
      yield* findPersonProblems(project, node);
      yield* inCatalogs(project, node.catalogs ?? {});
    }
  },
};

function* inCatalogs(project: Project, catalogs: NonNullable<PersonaFile['catalogs']>): Generator<Finding> {
  const declared = catalogsOf(project);
  for (const [catalog, rows] of Object.entries(catalogs)) {
    const columns = mapAt(mapAt(declared, catalog), 'columns');
    if (columns === null) {
      yield unknownName(project, {
        message: `there is no catalog "${catalog}"`,
        word: catalog,
        place: atKey(catalogs, catalog),
        candidates: Object.keys(declared),
        plural: 'catalogs',
        otherwise: `declare "${catalog}" under data.catalogs in ${project.configFile}`,
      });
      continue;
    }
    for (const row of Object.values(rows)) yield* inRow(project, catalog, columns, row);
  }
}

function* inRow(
  project: Project,
  catalog: string,
  columns: Readonly<Record<string, unknown>>,
  row: Readonly<Record<string, unknown>>,
): Generator<Finding> {
  for (const [column, value] of Object.entries(row)) {
    if (!Object.hasOwn(columns, column)) {
      yield unknownName(project, {
        message: `catalog "${catalog}" has no column "${column}"`,
        word: column,
        place: atKey(row, column),
        candidates: Object.keys(columns),
        plural: `columns of "${catalog}"`,
        otherwise: `add "${column}" to the columns of "${catalog}"`,
      });
    } else if (value !== null) {
      for (const { place, message, label, help } of findValueProblem(row, column, value, declaredType(columns[column])))
        yield { message: `column "${column}" ${message}`, span: spanOf(project, place), label, help: [help] };
    }
  }
}
