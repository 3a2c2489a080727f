import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { compilePlan } from '../compile/compile-plan.js';
import { type Pinning, pinCampaigns } from '../compile/pin-campaigns.js';
import { openPlanWriter } from '../compile/plan-writer.js';
import { LifecycleError } from '../model/failure.js';
import { LOCK_FILE } from '../model/lock-file.js';
import { formatPercentage } from '../model/percentage.js';
import { confirmShapes } from '../read/confirm-shapes.js';
import { openShapeMemory } from '../read/shape-memory.js';
import { plural } from '../report/plural.js';
import { type Built, openBuiltMemory } from './built-memory.js';
import { findRoot } from './find-root.js';
import { loadProject } from './load-project.js';
import { printFindings } from './print-findings.js';
import { sizingNotes } from './sizing-notes.js';
import type { ExitCode, Terminal } from './terminal.js';
import { version } from './version.js';
import { writeLock } from './write-lock.js';

/** What the command line says. */
export interface BuildOptions {
  readonly project: string | undefined;
  readonly out: string;
  readonly formats: readonly string[];
  /** Fail where the lock would have to change. */
  readonly frozen: boolean;
}

/** Checks, compiles and writes the plan, and what is new into the lock; writes nothing when there are errors, or when it is frozen and the lock lacks anything (LC940). */
export async function build(terminal: Terminal, options: BuildOptions): Promise<ExitCode> {
  const root = findRoot(terminal, options.project);
  const { reading, project, templates, findings, sound } = await loadProject(root);
  if (findings.diagnostics.length > 0 || options.formats.length > 0) {
    printFindings(terminal, root, findings, options.formats);
  }
  if (!sound || project === null) return 1;
  const cache = join(root, '.lifecycle', 'cache');
  const compiler = `lifecycle ${version()}`;
  const memory = openBuiltMemory(cache, compiler);
  const path = resolve(root, options.out);
  const shown = relative(terminal.cwd, path) || path;
  // A report on stdout stays alone there, so that a machine can read it.
  const say = options.formats.some((format) => !format.includes('=')) ? terminal.err : terminal.out;
  const tell = ({ campaigns, templates: emails, hash, notes }: Built): ExitCode => {
    for (const note of notes) terminal.err(`${note}\n`);
    say(`${shown}: ${plural(campaigns, 'campaign')}, ${plural(emails, 'template')}, ${hash.slice(0, 19)}\n`);
    return 0;
  };
  const known = memory.recall(reading, path);
  if (known !== null) return tell(known);
  confirmShapes(project, openShapeMemory(cache));
  const pinning = pinCampaigns(project);
  const isNew = pinning.lock !== project.lock;
  if (options.frozen) refuseToPin(pinning);
  const writer = openPlanWriter();
  const plan = compilePlan(project, templates, compiler, writer.hash);
  // The lock first: a plan whose arms are written nowhere must not run.
  if (isNew) writeLock(root, pinning.lock);
  writeWhole(path, writer.text(plan));
  if (isNew) say(pinWords(pinning));
  const built: Built = {
    hash: plan.hash,
    campaigns: plan.campaigns.length,
    templates: Object.keys(plan.templates).length,
    notes: sizingNotes(project, pinning.added),
  };
  // Where the lock has changed, the next build begins with another project.
  if (!isNew) memory.keep(reading, path, built);
  return tell(built);
}

function refuseToPin({ added, addedLayers, resized }: Pinning): void {
  const lacks = [
    ...added.map((id) => `campaign "${id}"`),
    ...addedLayers.map((name) => `layer "${name}"`),
    ...resized.map(({ campaign, to }) => `the holdout of ${formatPercentage(to)} of campaign "${campaign}"`),
  ];
  if (lacks.length === 0) return;
  throw new LifecycleError('LC940', `${LOCK_FILE} lacks ${lacks.join(', ')}; nothing was written`, [
    `run lifecycle build without --frozen, and commit ${LOCK_FILE} with the campaigns`,
  ]);
}

function pinWords({ added, addedLayers, resized }: Pinning): string {
  const pinned = [...added, ...addedLayers.map((name) => `layer ${name}`)];
  const lines = [
    ...(pinned.length === 0 ? [] : [`pinned the arms of ${pinned.join(', ')}`]),
    ...resized.map(
      ({ campaign, from, to }) =>
        `the holdout of ${campaign} is ${formatPercentage(to)} from now on, and was ${formatPercentage(from)}`,
    ),
  ];
  return lines.map((line) => `${LOCK_FILE}: ${line}; commit it with the campaigns\n`).join('');
}

/** Writes a file whole or not at all. */
export function writeWhole(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}
