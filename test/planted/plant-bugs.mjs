// Plants one bug after the other in a copy of the repository, and runs the tests that are there to see it: each must turn red. Exit code 1 when one stays green. Argument: only bugs whose name has this text.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BUGS } from './bugs.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const only = process.argv[2] ?? '';
const copy = mkdtempSync(join(tmpdir(), 'planted-'));
const bin = (name) => join(copy, 'node_modules', '.bin', name);

const build = () => spawnSync(bin('tsc'), ['-p', 'tsconfig.build.json'], { cwd: copy, encoding: 'utf8' });
function test(tests, env = {}) {
  const options = { cwd: copy, encoding: 'utf8', env: { ...process.env, ...env }, timeout: 600_000 };
  return spawnSync(bin('vitest'), ['run', '--bail', '1', ...tests], options);
}
/** What the test that failed says first. */
function complaint({ stdout, stderr }) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours
  const plain = (stdout + stderr).replaceAll(/\u001b\[[0-9;]*m/g, '');
  return /^(?:AssertionError|\w*Error): (.*)/m.exec(plain)?.[1]?.slice(0, 100) ?? 'no complaint';
}

try {
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' }).split('\0').filter(Boolean);
  for (const file of files) cpSync(join(ROOT, file), join(copy, file), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  if (build().status !== 0) throw new Error('the build without a bug fails');

  const bugs = BUGS.filter(({ name }) => name.includes(only));
  const green = new Map();
  let red = 0;
  for (const { name, file, from, to, tests, env } of bugs) {
    const path = join(copy, file);
    const whole = readFileSync(path, 'utf8');
    if (whole.split(from).length !== 2) throw new Error(`${file} has not exactly one place for "${name}"`);
    const key = JSON.stringify([tests, env]);
    if (!green.has(key)) green.set(key, test(tests, env));
    const before = green.get(key);
    if (before.status !== 0)
      throw new Error(`${tests.join(' ')} fails without "${name}":\n${before.stdout.slice(-3000)}`);
    writeFileSync(
      path,
      whole.replace(from, () => to),
    );
    // What the types see at once is seen by everybody: each of these bugs gets past them.
    const built = build();
    const after = built.status === 0 ? test(tests, env) : null;
    writeFileSync(path, whole);
    // The tests run the built commands too: the next bug is planted in a whole house.
    if (build().status !== 0) throw new Error('the build without a bug fails');
    const isRed = after?.status === 1;
    red += isRed ? 1 : 0;
    const said =
      after === null ? `does not build: ${built.stdout.slice(0, 200)}` : isRed ? complaint(after) : tests.join(' ');
    console.log(`${isRed ? 'red  ' : 'GREEN'}  ${name}: ${said}`);
  }
  console.log(`${red} of ${bugs.length} planted bugs were seen`);
  process.exitCode = red === bugs.length ? 0 : 1;
} finally {
  rmSync(copy, { recursive: true, force: true });
}
