// Stands for GitHub's own command: keeps comments in a file, writes down every call, and answers as the API does.
import { spawnSync } from 'node:child_process';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';

const { GH_STATE: file, GH_TOKEN: token } = process.env;
const state = JSON.parse(readFileSync(file, 'utf8'));
const args = process.argv.slice(2);
const valueOf = (name) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
const method = valueOf('--method') ?? 'GET';
const path = args.find((arg) => arg.startsWith('repos/'));
const fields = Object.fromEntries(
  args.flatMap((arg, at) => {
    if (arg !== '-f' && arg !== '-F') return [];
    const [name, ...rest] = args[at + 1].split('=');
    const value = rest.join('=');
    return [[name, arg === '-F' && value.startsWith('@') ? readFileSync(value.slice(1), 'utf8') : value]];
  }),
);
appendFileSync(`${file}.log`, `${method} ${path}\n`);
const fail = (status) => {
  console.error(`gh: HTTP ${status}`);
  process.exit(1);
};
if (args[0] !== 'api' || !token) fail(401);
if (method !== 'GET' && state.isReadOnly) fail(403);
if ([...(fields.body ?? '')].length > 65_536) fail(422);
const comments = /^repos\/acme\/shop\/issues\/7\/comments$/;
const comment = /^repos\/acme\/shop\/issues\/comments\/(\d+)$/.exec(path)?.[1];
if (method === 'GET' && comments.test(path)) {
  const { status, stdout, stderr } = spawnSync('jq', ['-r', valueOf('--jq')], { input: JSON.stringify(state.comments), encoding: 'utf8' });
  if (status !== 0) {
    console.error(stderr);
    process.exit(1);
  }
  process.stdout.write(stdout);
} else if (method === 'POST' && comments.test(path)) {
  state.comments.push({ id: state.next++, user: { login: 'github-actions[bot]' }, body: fields.body });
} else if (method === 'PATCH' && state.comments.some(({ id }) => String(id) === comment)) {
  state.comments.find(({ id }) => String(id) === comment).body = fields.body;
} else if (method === 'DELETE' && state.comments.some(({ id }) => String(id) === comment)) {
  state.comments = state.comments.filter(({ id }) => String(id) !== comment);
} else if (method === 'POST' && path === 'repos/acme/shop/code-scanning/sarifs') {
  if (!state.scans) fail(403);
  state.scans.push(fields);
} else fail(404);
writeFileSync(file, JSON.stringify(state));
