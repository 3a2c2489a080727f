import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { compilePlan } from '../compile/compile-plan.js';
import type { Plan } from '../model/plan.js';
import { compareGalleries } from '../preview/compare-galleries.js';
import { makeGallery } from '../preview/make-gallery.js';
import { placeFindings } from '../preview/place-findings.js';
import { plural } from '../report/plural.js';
import { printPreview, printPreviewChanges } from '../report/preview/print-preview.js';
import { browserScript } from './browser-script.js';
import { findRoot } from './find-root.js';
import { loadProject } from './load-project.js';
import { findOldPlan } from './old-plan.js';
import { printFindings } from './print-findings.js';
import { selectCampaigns } from './select-campaigns.js';
import { openSession } from './session.js';
import { takeScreenshots } from './take-screenshots.js';
import type { ExitCode, Terminal } from './terminal.js';
import { version } from './version.js';

/** What `lifecycle preview` takes. */
export interface PreviewOptions {
  readonly project: string | undefined;
  /** Relative to the project. */
  readonly out: string;
  /** Ids of campaigns, `*` standing for any letters; none means all. */
  readonly selectors: readonly string[];
  /** Show only what changed since this Git revision, folder or plan; true: since this state and the default branch parted. */
  readonly against?: string | true;
  /** Where pictures of the emails go, relative to the project. */
  readonly screenshots?: string;
}

/**
 * Writes a page that shows every message for every persona, or what changed of them. 1 when the project has errors: then they are printed as `check` prints them, and no page is written, so that
 * the last one that was right stays. Throws LC900 for a selector that no campaign answers to, LC919 where there is nothing to compare with and LC945 where no screenshot can be taken.
 */
export async function preview(terminal: Terminal, options: PreviewOptions): Promise<ExitCode> {
  const root = findRoot(terminal, options.project);
  const out = resolve(root, options.out);
  const session = openSession(root);
  const { project, templates, findings, sound } = await loadProject(root, undefined, null, session);
  if (project === null || !sound) {
    printFindings(terminal, root, findings, []);
    terminal.err(`${shown(terminal, out)} was not written: mend the errors first\n`);
    return 1;
  }
  const ids = selectCampaigns(project, options.selectors);
  const only = (plan: Plan): Plan =>
    options.selectors.length === 0 ? plan : { ...plan, campaigns: plan.campaigns.filter(({ id }) => ids.has(id)) };
  const plan = compilePlan(project, templates, `lifecycle ${version()}`);
  // Nothing of this machine stands in the page: what is read from the environment stands there by its name.
  const made = await makeGallery({ plan: only(plan), project, env: {} });
  const { gallery, elsewhere } = placeFindings(made, project, findings.diagnostics);
  const page = { script: browserScript('preview'), sources: findings.sources, toRoot: wayToRoot(root, out) };
  if (options.against === undefined) {
    writeWhole(out, printPreview(gallery, { ...page, elsewhere }));
    const { messages, personas } = gallery;
    terminal.out(
      `${shown(terminal, out)}: ${plural(messages.length, 'message')} for ${plural(personas.length, 'persona')}\n`,
    );
  } else {
    const against = options.against === true ? undefined : options.against;
    const old = await findOldPlan(terminal, root, against, session.templates);
    // The personas of now meet both, so that what differs is the messages.
    const before = await makeGallery({
      plan: only(old.plan ?? { ...plan, campaigns: [] }),
      project: { ...(old.project ?? project), personas: project.personas },
      env: {},
    });
    const changes = compareGalleries(before, gallery);
    writeWhole(out, printPreviewChanges(plan.project, changes, old.words, { ...page, elsewhere: [] }));
    const { messages } = changes;
    const words = messages.length === 0 ? 'no message' : plural(messages.length, 'message');
    terminal.out(`${shown(terminal, out)}: ${words} changed since ${old.words}\n`);
  }
  if (options.screenshots !== undefined) {
    const folder = resolve(root, options.screenshots);
    const count = await takeScreenshots(terminal, gallery, folder);
    terminal.out(`${shown(terminal, folder)}: ${plural(count, 'screenshot')}\n`);
  }
  return 0;
}

function shown(terminal: Terminal, path: string): string {
  return relative(terminal.cwd, path) || path;
}

function writeWhole(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

/** From the folder of a file to the root of the project, as addresses are written; null when the file lies outside. */
function wayToRoot(root: string, file: string): string | null {
  const way = relative(root, dirname(file));
  if (isAbsolute(way) || way.startsWith('..')) return null;
  return '../'.repeat(way === '' ? 0 : way.split(/[\\/]/).length);
}
