import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { loadProject } from '../../src/commands/load-project.js';
import { compilePlan } from '../../src/compile/compile-plan.js';
import { invariant } from '../../src/model/failure.js';
import { showPlan } from '../../src/report/plan/show-plan.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const GOLDEN = fileURLToPath(new URL('show.txt', import.meta.url));

it('reads the example shop back as sentences (LIFECYCLE_UPDATE=1 writes the golden file anew)', async () => {
  const { project, templates, sound } = await loadProject(ROOT);
  invariant(project !== null && sound, 'the example shop is sound');
  const shown = showPlan(compilePlan(project, templates, 'test')).replace(/^plan sha256:\w+$/m, 'plan sha256:…');
  if (process.env.LIFECYCLE_UPDATE) writeFileSync(GOLDEN, shown);
  expect(shown).toBe(readFileSync(GOLDEN, 'utf8'));
  for (const line of shown.split('\n')) expect([...line].length, line).toBeLessThanOrEqual(100);
});
