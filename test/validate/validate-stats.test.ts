import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

// The long form is `npm run validate-stats`.
test('campaigns that do nothing are rarely worth running, and a true lift lies in its interval', () => {
  const script = fileURLToPath(new URL('validate-stats.mjs', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--runs', '300'], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout).not.toContain('BROKEN');
  expect(stdout.match(/^ok {4}/gm)).toHaveLength(7);
  expect(status).toBe(0);
}, 60_000);
