import { plural } from '../plural.js';
import { countFindings, type Findings, worstFirst } from './findings.js';

/** One line for the end of a check: `2 errors and 1 warning in 2 of 14 files. Explain: lifecycle explain LC103`. */
export function summarizeFindings(findings: Findings): string {
  const { errors, warnings, files } = countFindings(findings.diagnostics);
  const total = findings.summary.files;
  const hidden = findings.summary.hidden ?? 0;
  const rest = hidden === 0 ? '' : ` The baseline hides ${plural(hidden, 'warning')}.`;
  const [first] = worstFirst(findings.diagnostics);
  if (first === undefined) {
    return `${plural(total, 'file')} checked, nothing ${hidden === 0 ? '' : 'new '}to report.${rest}`;
  }
  const counts = [errors > 0 ? plural(errors, 'error') : null, warnings > 0 ? plural(warnings, 'warning') : null];
  const where = files > total ? plural(files, 'file') : `${files} of ${plural(total, 'file')}`;
  return `${counts.filter((one) => one !== null).join(' and ')} in ${where}. Explain: lifecycle explain ${first.code}${rest && `.${rest}`}`;
}
