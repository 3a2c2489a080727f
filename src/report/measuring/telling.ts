import type { Column } from '../table.js';

/** What is to be said of a campaign, in plain text that no printer has escaped yet. */
export interface Telling {
  readonly title: string;
  /** Sentences that need no statistics: the verdict first. */
  readonly lead: readonly string[];
  readonly sections: readonly Section[];
}

/** A part with a title: sentences, facts with their names, then a table. */
export interface Section {
  readonly title: string;
  readonly lines: readonly string[];
  readonly facts: readonly (readonly [name: string, text: string])[];
  readonly table: { readonly columns: readonly Column[]; readonly rows: readonly (readonly string[])[] } | null;
}

/** A part of which only some is there; null without anything in it. */
export function section(title: string, { lines = [], facts = [], table = null }: Partial<Section>): Section | null {
  const rows = table?.rows ?? [];
  return lines.length + facts.length + rows.length === 0 ? null : { title, lines, facts, table };
}
