/**
 * Makes the program of our modules and of the packages that they use: few files, `dist/program/`, of which each command loads its own. To find and link hundreds of small modules takes longer than to run them.
 * `dist/cli.js` and `dist/cli/run-command-line.js` lead there from then on, and `dist/read/shape-judges.js`, so that tests can ask it; what else `tsc` built stays as it is, for whoever imports it. Part of `npm run build`, after `tsc`; this is all that rolldown is for.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ajvStandalone from 'ajv/dist/standalone/index.js';
import { rolldown } from 'rolldown';
import { PLAIN_ANSWERS } from '../dist/cli/plain-answers.js';
import { digestOf, versionOf } from '../dist/read/code-stamp.js';
import { makeAjv } from '../dist/read/make-ajv.js';
import { SHAPES } from '../dist/read/shape-judges.js';

const standaloneCode = ajvStandalone.default;
const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** A path in this package. */
const at = (...path) => join(ROOT, ...path);
const ENTRIES = ['cli', 'cli/run-command-line', 'read/shape-judges'];

/** They stay packages: they are native code, or loaded only where a template is compiled, a shop is demonstrated or a picture is taken. */
const APART = /^(?:libsql$|mjml|html-to-text$|smtp-server$|playwright-core$)/;

const readPackage = () => JSON.parse(readFileSync(at('package.json'), 'utf8'));
const PACKAGE = /^(?<folder>.*[/\\]node_modules[/\\](?<name>(?:@[^/\\]+[/\\])?[^/\\]+))[/\\]/;
const packageOf = (id = '') => PACKAGE.exec(id)?.groups ?? null;

/**
 * What packages in CommonJS take from Node. Commander's come when it first uses them: it alone would open stdin, stdout and stderr (by `node:process`) and load all that starts other programs, which takes longer than to print help.
 */
const builtins = {
  name: 'builtins',
  resolveId: {
    filter: { id: /^[a-z:_/]+$/ },
    // Each package has its own, so that none waits for another's file.
    handler: (id, importer, { kind }) =>
      kind === 'require-call' && isBuiltin(id)
        ? `\0builtin ${id.replace('node:', '')} ${packageOf(importer)?.name}`
        : null,
  },
  load: {
    filter: { id: /^\0builtin / },
    handler(id) {
      const [, name, taker] = id.split(' ');
      // It asks the environment at every token whether to print it, which takes a sixth of the time in which it parses.
      if (taker === 'yaml' && name === 'process')
        return 'module.exports = { env: {}, emitWarning: (...said) => process.emitWarning(...said) };';
      const module = name === 'process' ? 'process' : `process.getBuiltinModule('node:${name}')`;
      // It extends what it takes from this one at once.
      const isLate = taker === 'commander' && name !== 'events';
      return `module.exports = ${isLate ? `new Proxy({}, { get: (_, name) => ${module}[name] })` : module};`;
    },
  },
};

/** The native part of DuckDB is found from the package that brings it along, wherever that is installed. */
const nativeParts = {
  name: 'native-parts',
  resolveId: { filter: { id: /^@duckdb\/node-bindings$/ }, handler: () => '\0native-duckdb' },
  load: {
    filter: { id: /^\0native-duckdb$/ },
    handler: () =>
      "const { createRequire } = process.getBuiltinModule('node:module');\nmodule.exports = createRequire(require.resolve('@duckdb/node-api'))('@duckdb/node-bindings');",
  },
};

/** What modules would find out by reading the package, for a program that does not change by itself. */
const settled = {
  name: 'settled',
  load: {
    filter: {
      id: /[/\\]src[/\\](?:read[/\\](?:built-from|shape-judges)|commands[/\\]version|cli[/\\]plain-answers)\.ts$/,
    },
    handler(id) {
      if (id.endsWith('version.ts')) return `export const version = () => ${JSON.stringify(readPackage().version)};`;
      if (id.endsWith('plain-answers.ts'))
        return `export const PLAIN_ANSWERS = new Map(${JSON.stringify([...PLAIN_ANSWERS])});`;
      return id.endsWith('shape-judges.ts')
        ? writeJudges()
        : `export const builtFrom = ${JSON.stringify(builtFrom())};`;
    },
  },
};

/** The code by which ajv judges, as `judgeOf` would have it written anew. */
function writeJudges() {
  const code = standaloneCode(
    makeAjv(SHAPES, { source: true }),
    Object.fromEntries(SHAPES.map((name) => [`${name}Judge`, `${name}.schema.json`])),
  );
  return `${code}\nconst judges = { ${SHAPES.map((name) => `${name}: ${name}Judge`).join(', ')} };\nexport const SHAPES = Object.keys(judges);\nexport const judgeOf = (name) => judges[name];`;
}

function builtFrom() {
  const folders = readdirSync(at('src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${relative(at('src'), join(entry.parentPath, entry.name)).replaceAll(sep, '/')}/`);
  const packages = Object.keys(readPackage().dependencies).filter((name) => !APART.test(name));
  return {
    folders: Object.fromEntries([...folders, '../schemas/'].sort().map((folder) => [folder, digestOf(folder)])),
    packages: Object.fromEntries(packages.map((name) => [name, versionOf(name)])),
  };
}

/** What threads and other processes run (`new URL('x.js', import.meta.url)`) are files of the program, too. */
const startedFiles = {
  name: 'started-files',
  transform: {
    filter: { id: /[/\\]src[/\\].*\.ts$/, code: /new URL\('[a-z-]+\.js', import\.meta\.url\)/ },
    handler(code, id) {
      for (const [, file] of code.matchAll(/new URL\('([a-z-]+\.js)', import\.meta\.url\)/g)) {
        this.emitFile({ type: 'chunk', id: join(dirname(id), file.replace(/js$/, 'ts')), fileName: `program/${file}` });
      }
      return null;
    },
  },
};

const bundle = await rolldown({
  input: Object.fromEntries(ENTRIES.map((path) => [path, at('src', `${path}.ts`)])),
  platform: 'node',
  external: APART,
  resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
  plugins: [builtins, nativeParts, settled, startedFiles],
  preserveEntrySignatures: 'allow-extension',
});
rmSync(at('dist/program'), { recursive: true, force: true });
const { output } = await bundle.write({
  dir: at('dist'),
  entryFileNames: '[name].js',
  // Everything else is as deep as it is in `src`, and so finds what lies beside `dist`.
  chunkFileNames: ({ name }) => `program/${name.replaceAll('/', '-').replace('@', '')}.js`,
  codeSplitting: {
    groups: [
      // What every command needs is one file, with all that it imports.
      { name: 'start', test: /[/\\]cli[/\\]parse-command-line\.ts$/, priority: 1 },
      { name: (id) => packageOf(id)?.name ?? null, debugName: 'packages', test: /node_modules/ },
    ],
  },
});
await bundle.close();

// `cli.js` waits for the command that it starts: one that waited for `cli.js` would wait forever.
const backwards = output.filter(({ imports }) => imports.includes('cli.js'));
if (backwards.length > 0)
  throw new Error(
    `${backwards.map(({ fileName }) => fileName).join(', ')} imports cli.js: nothing but cli.js may import what it has for itself`,
  );

const folders = new Set(output.flatMap(({ moduleIds }) => moduleIds.flatMap((id) => packageOf(id)?.folder ?? [])));
const licences = [...folders].sort().map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  return `${name} ${version} (${license})\n\n${file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim()}\n`;
});
writeFileSync(
  at('dist/program/LICENCES.txt'),
  `Parts of this program are the work of others:\n\n${licences.join('\n----\n\n')}`,
);
