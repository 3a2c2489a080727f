import { readFileSync } from 'node:fs';
import { invariant } from '../model/failure.js';

const IMPORT = /^import\s[^;']*'\.\/([a-z0-9-]+)\.js';\n/gm;
const NAME = /^(?:async )?(?:function\*?|class|const|let) (\w+)/gm;

/** The script of a page, for a browser, as one text: the built module of that name with those it imports, each once, in an order in which it can run. */
export function browserScript(name: string): string {
  const modules = new Map<string, string>();
  collect(name, modules);
  const body = [...modules.values()].join('');
  const names = [...body.matchAll(NAME)].map(([, each = '']) => each);
  const twice = names.filter((each, index) => names.indexOf(each) !== index);
  invariant(twice.length === 0, `the script of page ${name} has two things named ${twice.join(', ')}`);
  return `(() => {\n'use strict';\n${body}})();`;
}

/** What a module imports stands before it. */
function collect(name: string, into: Map<string, string>): void {
  if (into.has(name)) return;
  const text = readFileSync(new URL(`../browser/${name}.js`, import.meta.url), 'utf8');
  for (const [, imported = ''] of text.matchAll(IMPORT)) collect(imported, into);
  const own = text
    .replace(IMPORT, '')
    .replace(/^export \{\};\n/gm, '')
    .replace(/^export /gm, '');
  into.set(name, own);
}
