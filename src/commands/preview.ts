import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { compilePlan } from '../compile/compile-plan.js';
import { makeGallery } from '../preview/make-gallery.js';
import { placeFindings } from '../preview/place-findings.js';
import { plural } from '../report/plural.js';
import { printPreview } from '../report/preview/print-preview.js';
import { browserScript } from './browser-script.js';
import { findRoot } from './find-root.js';
import { loadProject } from './load-project.js';
import { printFindings } from './print-findings.js';
import { selectCampaigns } from './select-campaigns.js';
import type { ExitCode, Terminal } from './terminal.js';
import { version } from './version.js';

/** What `lifecycle preview` takes. */
export interface PreviewOptions {
  readonly project: string | undefined;
  /** Relative to the project. */
  readonly out: string;
  /** Ids of campaigns, `*` standing for any letters; none means all. */
  readonly selectors: readonly string[];
}

/**
 * Writes a page that shows every message for every persona. 1 when the project has errors: then they are printed as `check` prints them, and no page is written, so that the last one that was
 * right stays. Throws LC900 for a selector that no campaign answers to.
 */
export async function preview(terminal: Terminal, options: PreviewOptions): Promise<ExitCode> {
  const root = findRoot(terminal, options.project);
  const out = resolve(root, options.out);
  const file = relative(terminal.cwd, out) || out;
  const { project, templates, findings, sound } = await loadProject(root);
  if (project === null || !sound) {
    printFindings(terminal, root, findings, []);
    terminal.err(`${file} was not written: mend the errors first\n`);
    return 1;
  }
  const ids = selectCampaigns(project, options.selectors);
  const plan = compilePlan(project, templates, `lifecycle ${version()}`);
  const shown = { ...plan, campaigns: plan.campaigns.filter(({ id }) => ids.has(id)) };
  // Nothing of this machine stands in the page: what is read from the environment stands there by its name.
  const made = await makeGallery({ plan: shown, project, env: {} });
  const { gallery, elsewhere } = placeFindings(made, project, findings.diagnostics);
  const page = printPreview(gallery, {
    elsewhere,
    script: browserScript('preview'),
    sources: findings.sources,
    toRoot: wayToRoot(root, out),
  });
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(`${out}.new`, page);
  renameSync(`${out}.new`, out);
  const { messages, personas } = gallery;
  terminal.out(`${file}: ${plural(messages.length, 'message')} for ${plural(personas.length, 'persona')}\n`);
  return 0;
}

/** From the folder of a file to the root of the project, as addresses are written; null when the file lies outside. */
function wayToRoot(root: string, file: string): string | null {
  const way = relative(root, dirname(file));
  if (isAbsolute(way) || way.startsWith('..')) return null;
  return '../'.repeat(way === '' ? 0 : way.split(/[\\/]/).length);
}
