import type { LiquidToken } from './hide-liquid.js';
import type { MarkupPart } from './scan-markup.js';
import type { StageFinding } from './template-finding.js';

interface Row {
  readonly name: string;
  columns: number;
  /** Columns without a width of their own. */
  shared: number;
  choice: LiquidToken | null;
}

/** Watches for columns that are shown to some people only: MJML gives each its share of the width as if all were there. */
export function watchColumns(findings: StageFinding[]): {
  /** A tag of the markup. */
  pass(part: MarkupPart): void;
  /** Liquid in `<mj-raw>`, right inside a tag of that name. */
  choose(inside: string, token: LiquidToken): void;
} {
  const rows: Row[] = [];
  return {
    pass(part) {
      if (part.kind === 'open' && /^mj-(?:section|group)$/.test(part.name))
        rows.push({ name: part.name, columns: 0, shared: 0, choice: null });
      const row = rows.at(-1);
      if (row === undefined) return;
      if (part.kind === 'open' && part.name === 'mj-column') {
        row.columns++;
        if (!part.attributes.some(({ name }) => name === 'width')) row.shared++;
      }
      if (part.kind !== 'close' || part.name !== row.name) return;
      rows.pop();
      if (row.choice === null || row.columns < 2 || row.shared === 0) return;
      findings.push({
        code: 'LC765',
        name: 'chosen-column',
        severity: 'warning',
        message: `each of these ${row.columns} columns gets its share of the width, whether the others are shown or not`,
        label: 'leaves a gap beside the columns that are shown',
        help: ['choose between whole sections, or give each column a width'],
        start: row.choice.start,
        end: row.choice.end,
      });
    },
    choose(inside, token) {
      const row = rows.at(-1);
      if (row?.name === inside && /^(?:if|unless|case)$/.test(token.name)) row.choice ??= token;
    },
  };
}
