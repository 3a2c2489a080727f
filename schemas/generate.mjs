/**
 * Writes the TypeScript types of the files that marketers write from the JSON Schemas beside this script: `node schemas/generate.mjs`.
 * It knows exactly the keywords these schemas use, keeps every description as a comment, and gives the same bytes for the same schemas.
 */
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const SHARED = 'condition.schema.json';
const OUTPUTS = {
  'src/model/condition-file.ts': { schema: SHARED, root: null },
  'src/model/config-file.ts': { schema: 'config.schema.json', root: 'ConfigFile', parts: './config-parts-file.js' },
  'src/model/config-parts-file.ts': { schema: 'config.schema.json', root: null },
  'src/model/campaign-file.ts': { schema: 'campaign.schema.json', root: 'CampaignFile' },
  'src/model/block-file.ts': { schema: 'block.schema.json', root: 'BlockFile' },
  'src/model/persona-file.ts': { schema: 'persona.schema.json', root: 'PersonaFile' },
  'src/model/template-front-matter.ts': { schema: 'template.schema.json', root: 'TemplateFrontMatter' },
};

/** The generated files: path from the repository root → text. */
export function generateTypes() {
  return new Map(Object.entries(OUTPUTS).map(([path, { schema, root, parts }]) => [path, generateFile(schema, root, parts)]));
}

/** With `partsModule`, what the schema defines for its own use has a file of its own. */
function generateFile(schemaFile, root, partsModule = null) {
  const schema = readSchema(schemaFile);
  const imports = new Map();
  const context = { file: schemaFile, schema, imports, partsModule };
  const parts = root === null ? [] : [declare(root, schema, context)];
  for (const [name, definition] of Object.entries(partsModule === null ? (schema.$defs ?? {}) : {})) {
    if (isNamed(definition)) parts.push(declare(typeName(name), definition, context));
  }
  const modules = [...new Set(imports.values())].sort();
  const from = (module) => [...imports].flatMap(([name, its]) => (its === module ? [name] : [])).sort();
  const head = [
    `// Generated from schemas/${schemaFile} by schemas/generate.mjs; do not edit.`,
    '// biome-ignore-all format: generated',
    ...modules.map((module) => `import type { ${from(module).join(', ')} } from '${module}';`),
  ];
  return `${head.join('\n')}\n\n${parts.join('\n\n')}\n`;
}

function declare(name, schema, context) {
  const type = typeOf(schema, context, '');
  const body = type.startsWith('{') && !type.includes('} |') ? `interface ${name} ${type}` : `type ${name} = ${type};`;
  return `${comment(schema.description, '')}export ${body}`;
}

/** The type in TypeScript; a union by key becomes one object whose keys are optional. */
function typeOf(schema, context, indent) {
  if (schema.$ref) return typeOfReference(schema.$ref, context, indent);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value).replaceAll('"', "'")).join(' | ');
  const types = [schema.type].flat();
  return types.map((type) => typeOfKind(type, narrowed(schema, type) ?? schema, context, indent)).join(' | ');
}

/** What `{if: {type}, then}` says about one of several types. */
function narrowed(schema, type) {
  const then = schema.allOf?.find((part) => part.if?.type === type)?.then;
  return then?.$ref || then?.enum ? then : undefined;
}

function typeOfKind(type, schema, context, indent) {
  if (schema.$ref || schema.enum) return typeOf(schema, context, indent);
  switch (type) {
    case 'string':
    case 'boolean':
    case 'null':
      return type;
    case 'number':
    case 'integer':
      return 'number';
    case 'array': {
      const item = typeOf(schema.items, context, indent);
      if (schema.minItems === 2 && schema.maxItems === 2) return `readonly [${item}, ${item}]`;
      return item.includes(' | ') ? `readonly (${item})[]` : `readonly ${item}[]`;
    }
    case 'object':
      return schema.properties ? typeOfObject(schema, context, indent) : typeOfMap(schema, context, indent);
    default:
      throw new Error(`no type for ${JSON.stringify(type)} in ${context.file}`);
  }
}

function typeOfObject(schema, context, indent) {
  const inner = `${indent}  `;
  const lines = Object.entries(schema.properties).map(([key, value]) => {
    const optional = schema.required?.includes(key) ? '' : '?';
    return `${comment(describe(value, context), inner)}${inner}readonly ${key}${optional}: ${typeOf(value, context, inner)};\n`;
  });
  // Keys that are not fixed may hold whatever any key holds.
  const others = Object.values(schema.patternProperties ?? {}).map((value) => typeOf(value, context, inner));
  if (others.length > 0) {
    const fixed = Object.values(schema.properties).map((value) => typeOf(value, context, inner));
    lines.push(`${inner}readonly [key: string]: ${[...new Set([...others, ...fixed, 'undefined'])].join(' | ')};\n`);
  }
  return `{\n${lines.join('')}${indent}}`;
}

function typeOfMap(schema, context, indent) {
  const [value] = Object.values(schema.patternProperties);
  return `Readonly<Record<string, ${typeOf(value, context, indent)}>>`;
}

function typeOfReference(reference, context, indent) {
  const { file, name, target } = resolve(reference, context);
  if (!isNamed(target)) return typeOf(target, context, indent);
  const module = file === context.file ? context.partsModule : './condition-file.js';
  if (module !== null) context.imports.set(typeName(name), module);
  return typeName(name);
}

function resolve(reference, context) {
  const [path, pointer] = reference.split('#/$defs/');
  const file = path === '' ? context.file : path;
  const target = (file === context.file ? context.schema : readSchema(file)).$defs[pointer];
  if (!target) throw new Error(`${context.file} refers to ${reference}, which does not exist`);
  return { file, name: pointer, target };
}

function describe(schema, context) {
  return schema.description ?? (schema.$ref ? resolve(schema.$ref, context).target.description : undefined);
}

function isNamed(definition) {
  return [definition.type].flat().includes('object');
}

function typeName(name) {
  return `${name[0].toUpperCase()}${name.slice(1)}File`;
}

function comment(text, indent) {
  return text ? `${indent}/** ${text} */\n` : '';
}

function readSchema(file) {
  return JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));
}

if (realpathSync(process.argv[1] ?? '') === fileURLToPath(import.meta.url)) {
  for (const [path, text] of generateTypes()) writeFileSync(new URL(`../${path}`, import.meta.url), text);
}
