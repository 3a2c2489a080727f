import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../model/diagnostic.js';
import type { FileText } from './file-text.js';
import { finding } from './finding.js';

/** Whether there is anything of this name in `root`, a link too. */
export function isThere(root: string, file: string): boolean {
  return lstatSync(join(root, file), { throwIfNoEntry: false }) !== undefined;
}

/** What an unfinished merge has left in a lock that two people built; null when there is nothing. */
export function findMergeMarks(source: FileText): Diagnostic | null {
  const mark = /^(?:<{7}|={7}|>{7}|\|{7})(?: .*)?$/m.exec(source.text);
  if (mark === null) return null;
  return finding('LC101', {
    message: `${source.file} still has the marks of a merge in it`,
    span: source.spanAt(mark.index, mark.index + mark[0].length),
    label: 'two versions from here',
    help: [
      'keep the entries of both sides, and of a value that differs the one that was built first',
      'then run lifecycle build',
    ],
  });
}
