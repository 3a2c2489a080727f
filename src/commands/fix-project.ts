import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chooseFixes, editText } from '../check/findings/choose-fixes.js';
import type { Diagnostic } from '../model/diagnostic.js';
import { invariant, LifecycleError } from '../model/failure.js';
import { loadProject } from './load-project.js';
import { replaceFile } from './replace-file.js';
import { openSession } from './session.js';

/** Far more than fixes can bring to light one after the other. */
const MOST_PASSES = 50;

/**
 * Makes every safe fix, and those that come to light by them, until none is left: doing it again changes nothing. Gives what was mended, in
 * order. Throws LC916 when a file cannot be written or changed meanwhile.
 */
export async function fixProject(root: string): Promise<readonly Diagnostic[]> {
  const mended: Diagnostic[] = [];
  const session = openSession(root);
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const { findings } = await loadProject(root, undefined, null, session);
    const chosen = chooseFixes(findings.diagnostics);
    if (chosen.mended.length === 0) return mended;
    for (const [file, edits] of chosen.edits) {
      const stored = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(join(root, file)));
      if (stored.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n') !== findings.sources(file)) {
        throw new LifecycleError('LC916', `${file} changed while it was being mended`, ['run the command again']);
      }
      replaceFile(root, file, editText(stored, edits));
    }
    mended.push(...chosen.mended);
  }
  invariant(false, `the fixes of ${root} end`);
}
