import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { invariant } from '../model/failure.js';
import type { Project } from '../model/project.js';

const SCHEMAS = ['condition', 'config', 'campaign', 'template', 'block'] as const;

let judge: Ajv2020 | null = null;

/**
 * A second opinion before a plan is made: ajv judges every file by the published schemas, independently of the reader that explains mistakes. A disagreement is a bug of ours, and then no plan is
 * better than a wrong one.
 */
export function confirmShapes(project: Project): void {
  judge ??= makeJudge();
  const ajv = judge;
  const confirm = (name: (typeof SCHEMAS)[number], file: string, node: unknown): void => {
    const accepts = ajv.getSchema(`${name}.schema.json`);
    invariant(accepts, `the ${name} schema is known`);
    // Plain JSON: what an editor sees.
    const accepted = accepts(JSON.parse(JSON.stringify(node)));
    invariant(
      accepted === true,
      `${file} has the shape of schemas/${name}.schema.json: ${ajv.errorsText(accepts.errors)}`,
    );
  };
  confirm('config', project.configFile, project.config);
  for (const { file, node } of project.campaigns) confirm('campaign', file, node);
  for (const { file, frontMatter } of project.templates) confirm('template', file, frontMatter);
  for (const { file, node } of project.blocks) confirm('block', file, node);
}

function makeJudge(): Ajv2020 {
  // A few files are judged: to make the code for it shorter takes longer than it saves.
  const code = { optimize: false };
  const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allowUnionTypes: true, code });
  for (const name of SCHEMAS) {
    const text = readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), 'utf8');
    ajv.addSchema(JSON.parse(text), `${name}.schema.json`);
  }
  return ajv;
}
