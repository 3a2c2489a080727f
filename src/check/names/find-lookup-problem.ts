import type { Project } from '../../model/project.js';
import { configMap, mapAt, type YamlMap } from '../yaml-map.js';

const lookup = /^catalogs(?:\.(\w+)(?:\[\s*(?:(?:event|profile)\.\w+|"[^"]*"|'[^']*')\s*\](?:\.(\w+))?)?)?$/;

/** Why a lookup cannot be made, in the words of a finding. */
export interface LookupProblem {
  readonly message: string;
  /** What is misspelt, and what it could be instead. */
  readonly word: string;
  readonly candidates: readonly string[];
  readonly help: string;
}

/** What is wrong with a lookup as it is written, or null. */
export function findLookupProblem(project: Project, written: string): LookupProblem | null {
  const catalogs = catalogsOf(project);
  const match = lookup.exec(written);
  const [, catalog, column] = match ?? [];
  const declared = catalog === undefined ? null : mapAt(catalogs, catalog);
  if (match !== null && catalog !== undefined && declared === null) {
    const help = `declare "${catalog}" under data.catalogs`;
    return { message: `there is no catalog "${catalog}"`, word: catalog, candidates: Object.keys(catalogs), help };
  }
  if (declared === null || column === undefined) {
    const help = 'write it like catalogs.products[event.sku].title';
    return { message: `"${written}" does not say one value of one row`, word: '', candidates: [], help };
  }
  const columns = mapAt(declared, 'columns') ?? {};
  if (column in columns) return null;
  const help = `add "${column}" to the columns of "${catalog}"`;
  return {
    message: `catalog "${catalog}" has no column "${column}"`,
    word: column,
    candidates: Object.keys(columns),
    help,
  };
}

/** The catalogs that are declared, by name. */
export function catalogsOf(project: Project): YamlMap {
  return mapAt(mapAt(configMap(project), 'data'), 'catalogs') ?? {};
}
