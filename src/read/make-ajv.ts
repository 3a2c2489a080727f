import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ShapeName } from './shape-judges.js';

/** ajv with the published schemas of these files; `source` keeps the code that it writes to judge by them. */
export function makeAjv(names: readonly ShapeName[], { source = false }: { readonly source?: boolean } = {}): Ajv2020 {
  // A few files are judged: to make the code for it shorter takes longer than it saves.
  const code = { optimize: false, source, esm: source };
  const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allowUnionTypes: true, code });
  for (const name of names) {
    const text = readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), 'utf8');
    ajv.addSchema(JSON.parse(text), `${name}.schema.json`);
  }
  return ajv;
}
