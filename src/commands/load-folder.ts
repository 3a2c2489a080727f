import { checkProject } from '../check/check-project.js';
import type { TemplateCache } from '../compile/templates/template-cache.js';
import { readProject } from '../read/read-project.js';
import { readBaseline } from './baseline-file.js';
import type { EmailMemory } from './email-memory.js';
import { type LoadedProject, loadProject } from './load-project.js';

/** Loads a project that lies in any folder, without the caches that belong to it, and leaves none there. Its emails are looked at only with a memory of such findings, which is not written down. */
export function loadFolder(folder: string, templates: TemplateCache, emails?: EmailMemory): Promise<LoadedProject> {
  return loadProject(folder, readBaseline(folder), null, {
    read: () => readProject(folder),
    check: checkProject,
    templates,
    ...(emails === undefined ? {} : { emails: { ...emails, save: () => undefined } }),
  });
}
