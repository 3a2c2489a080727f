import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { loadProject } from '../../src/commands/load-project.js';
import { compilePlan } from '../../src/compile/compile-plan.js';
import { invariant } from '../../src/model/failure.js';
import { showContent } from '../../src/report/plan/show-content.js';
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

it('lists every use of HTML from data, with its reason, and what links say', async () => {
  const { project, templates } = await loadProject(ROOT);
  invariant(project !== null, 'the example shop is read');
  const plan = compilePlan(project, templates, 'test');
  const [id = '', languages = {}] = Object.entries(plan.templates).find(([, one]) => one['']?.html !== '') ?? [];
  const html = `<div>{{ event.story | default: "x" | raw: "our editors' words" }}{{ event.a | raw: 'so it is' }}</div><a href="https://x.example/?utm_source=a">`;
  const changed = { [id]: { '': { ...languages['']!, html } } };
  expect(showContent({ ...plan, blocks: {}, incentives: {}, templates: changed })).toBe(
    `Links
  say which message a visit came from: utm_source

HTML from data
  ${id}: event.story ("our editors' words"); event.a ("so it is")
`,
  );
});
