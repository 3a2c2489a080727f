import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import mjml2html from 'mjml';
import { parse } from 'yaml';

// The least that compiling a project takes: each YAML file parsed with `yaml` and judged with ajv, each template run through MJML with what it includes. Nothing is looked at, nothing kept.
const root = process.argv[2];
const home = fileURLToPath(new URL('../../schemas/', import.meta.url));
const ajv = new Ajv2020({ strict: false });
for (const name of ['condition', 'config', 'campaign', 'template', 'block'])
  ajv.addSchema(JSON.parse(readFileSync(`${home}${name}.schema.json`, 'utf8')), `${name}.schema.json`);
const filesOf = (folder, ending) =>
  readdirSync(join(root, folder), { recursive: true })
    .filter((name) => name.endsWith(ending) && !name.startsWith('partials'))
    .map((name) => join(root, folder, name));

function judge(kind, file, text) {
  const accepts = ajv.getSchema(`${kind}.schema.json`);
  if (!accepts(parse(text))) throw new Error(`${file}: ${ajv.errorsText(accepts.errors)}`);
}

judge('config', 'lifecycle.config.yaml', readFileSync(join(root, 'lifecycle.config.yaml'), 'utf8'));
for (const file of filesOf('campaigns', '.yaml')) judge('campaign', file, readFileSync(file, 'utf8'));
for (const file of filesOf('templates', '.mjml')) {
  const [, front, body] = /^---\n(.*?)^---\n(.*)$/ms.exec(readFileSync(file, 'utf8'));
  judge('template', file, front);
  const filePath = join(root, 'templates');
  const { html } = await mjml2html(body, { validationLevel: 'strict', ignoreIncludes: false, filePath, includePath: [filePath] });
  if (html.includes('mj-include') || !html.includes('</html>')) throw new Error(`${file} did not compile`);
}
