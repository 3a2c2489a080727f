import { compareDiagnostics, type Diagnostic } from '../model/diagnostic.js';
import type { Project } from '../model/project.js';
import { mergeRepeats } from './findings/merge-repeats.js';
import { rules } from './rules.js';

/** Everything that the rules find wrong with a project, in reading order, each mistake once. */
export function checkProject(project: Project): Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const { code, name, severity, check } of rules) {
    for (const finding of check(project)) {
      const { file, start, end } = finding.span;
      found.set(JSON.stringify([code, file, start.offset, end.offset, finding.message]), {
        code,
        name,
        severity,
        ...finding,
      });
    }
  }
  return mergeRepeats([...found.values()].sort(compareDiagnostics));
}
