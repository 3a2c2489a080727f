import { loadProject } from '../../src/commands/load-project.js';
import { compilePlan } from '../../src/compile/compile-plan.js';
import { lowerEveryMetric } from '../../src/compile/lower-metrics.js';
import { gatherDocs, type TouchingCommit } from '../../src/docs/gather-docs.js';
import type { Docs } from '../../src/model/docs.js';
import { invariant } from '../../src/model/failure.js';

/** The documentation of the project in a folder, from a day on, with these commits for its history. */
export async function docsOf(root: string, day: string, commits: readonly TouchingCommit[] = []): Promise<Docs> {
  const { project, templates, sound } = await loadProject(root);
  invariant(project !== null && sound, `${root} is sound`);
  return gatherDocs(project, {
    plan: compilePlan(project, templates, 'test'),
    metrics: lowerEveryMetric(project.config.metrics ?? {}),
    day,
    history: { kind: 'known', head: '1'.repeat(40), shallow: false },
    commits,
    preview: null,
  });
}
