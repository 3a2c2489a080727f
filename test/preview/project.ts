import { checkProject } from '../../src/check/check-project.js';
import { loadProject } from '../../src/commands/load-project.js';
import type { Session } from '../../src/commands/session.js';
import { compilePlan } from '../../src/compile/compile-plan.js';
import { rememberTemplates } from '../../src/compile/templates/template-cache.js';
import { invariant } from '../../src/model/failure.js';
import type { CellContent, Gallery } from '../../src/model/preview.js';
import { makeGallery } from '../../src/preview/make-gallery.js';
import { readProject } from '../../src/read/read-project.js';

/** Leaves no cache in the folder of an example, which would be taken for a part of it. */
const session = (root: string): Session => ({
  read: (standIn) => readProject(root, { standIn }),
  check: checkProject,
  templates,
});
const templates = rememberTemplates({ get: () => null, put: () => undefined });

/** The plan of a sound project, and what was read of it. */
export async function openProject(root: string) {
  const { project, templates, sound, findings } = await loadProject(root, {}, null, session(root));
  const problems = findings.diagnostics.map(({ span, message }) => `${span.file}:${span.start.line} ${message}`);
  invariant(project !== null && sound, problems.join('\n'));
  return { project, plan: compilePlan(project, templates, 'test') };
}

/** The gallery of a sound project, with nothing set in its environment. */
export async function galleryOf(root: string): Promise<Gallery> {
  return makeGallery({ ...(await openProject(root)), env: {} });
}

/** One line for each cell: what the inbox shows. */
export function printCells({ cells }: Gallery): string {
  return cells
    .map(({ message, persona, lang, content, madeUp }) => {
      const head = `${message} ${persona} (${lang}${madeUp ? ', made-up event' : ''}): `;
      return `${head}${printContent(content)}\n`;
    })
    .join('');
}

function printContent(content: CellContent): string {
  switch (content.kind) {
    case 'email':
      return `${content.subject} | ${content.preheader}`;
    case 'words':
      return `${content.title === null ? '' : `${content.title} | `}${content.text.replaceAll('\n', ' ')}`;
    case 'none':
      return `NOTHING, ${content.problem}`;
  }
}
