import type { CheckupFinding } from '../../model/checkup.js';

const ORDER = ['error', 'warning', 'note'] as const;

/** What `doctor` found, the worst first, each with what to do. */
export function printCheckup(findings: readonly CheckupFinding[]): string {
  const lines = ORDER.flatMap((level) =>
    findings
      .filter((finding) => finding.level === level)
      .map(({ about, message, help }) => `${level}: ${about}: ${message}${help ? `\n  = help: ${help}` : ''}`),
  );
  const needed = findings.filter(({ level }) => level !== 'note').length;
  return `${[...lines, needed === 0 ? 'everything is in order' : `${needed} to see to`].join('\n')}\n`;
}
