import type { Diagnostic } from '../../model/diagnostic.js';
import type { Span } from '../../model/span.js';
import type { Findings } from './findings.js';

/** The same findings with every path below `folder` (`''`, or with a slash at its end): code hosts name files from the top of the repository. */
export function moveFindings(findings: Findings, folder: string): Findings {
  if (folder === '') return findings;
  const move = <Placed extends { readonly span: Span }>(placed: Placed): Placed => ({
    ...placed,
    span: { ...placed.span, file: `${folder}${placed.span.file}` },
  });
  const moveAll = (diagnostic: Diagnostic): Diagnostic => ({
    ...move(diagnostic),
    ...(diagnostic.related === undefined ? {} : { related: diagnostic.related.map(move) }),
    ...(diagnostic.fix === undefined ? {} : { fix: { ...diagnostic.fix, edits: diagnostic.fix.edits.map(move) } }),
  });
  return {
    ...findings,
    diagnostics: findings.diagnostics.map(moveAll),
    sources: (file) => (file.startsWith(folder) ? findings.sources(file.slice(folder.length)) : null),
  };
}
