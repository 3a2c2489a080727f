import type { Project } from '../model/project.js';

/** Makes a question about a project that several rules ask be answered only once for each project. */
export function remember<T>(answer: (project: Project) => T): (project: Project) => T {
  const known = new WeakMap<Project, { readonly value: T }>();
  return (project) => {
    const found = known.get(project) ?? { value: answer(project) };
    known.set(project, found);
    return found.value;
  };
}
