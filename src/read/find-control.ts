import type { Diagnostic } from '../model/diagnostic.js';
import type { FileText } from './file-text.js';
import { finding } from './finding.js';

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
const CONTROL = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/;

/** The first control character (tabs and line ends are none) in a stretch of a file, or null. */
export function findControl(source: FileText, start = 0, end = source.text.length): Diagnostic | null {
  const match = CONTROL.exec(source.text.slice(start, end));
  if (!match) return null;
  const at = start + match.index;
  const code = match[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return finding('LC101', {
    message: `a control character (U+${code}) stands in the file`,
    span: source.spanAt(at, at + 1),
    label: 'invisible here',
    help: ['take it away'],
  });
}
