import { checkProject } from '../check/check-project.js';
import type { TemplateCache } from '../compile/templates/template-cache.js';
import { readProject } from '../read/read-project.js';
import { readBaseline } from './baseline-file.js';
import { rememberEmails } from './email-memory.js';
import { type LoadedProject, loadProject } from './load-project.js';

/** Loads a project that lies in any folder, without the caches that belong to it, and leaves none there. */
export function loadFolder(folder: string, templates: TemplateCache): Promise<LoadedProject> {
  return loadProject(folder, readBaseline(folder), null, {
    read: () => readProject(folder),
    check: checkProject,
    templates,
    emails: rememberEmails(),
  });
}
