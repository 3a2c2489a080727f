import { appendFileSync } from 'node:fs';
import { worstOpen } from '../model/change.js';
import type { DiffReport } from '../model/diff-report.js';
import type { Terminal } from './terminal.js';

/** Lets later steps of a GitHub workflow know: whether there are changes, and the worst that nobody accepted. */
export function tellGithub({ env }: Terminal, { changes }: Pick<DiffReport, 'changes'>): void {
  const file = env.GITHUB_OUTPUT;
  if (!file) return;
  appendFileSync(file, `changes=${changes.length > 0}\nlevel=${worstOpen(changes) ?? 'none'}\n`);
}
