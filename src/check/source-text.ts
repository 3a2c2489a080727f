import type { Project } from '../model/project.js';
import { remember } from './remember.js';

const textsByPath = remember(
  (project: Project): ReadonlyMap<string, string> => new Map(project.sources.map(({ path, text }) => [path, text])),
);

/** The text of a project file as it was read, or null when there is none of that path. */
export function sourceText(project: Project, file: string): string | null {
  return textsByPath(project).get(file) ?? null;
}
