import type { Layout } from '../layout.js';
import { columnType } from '../sql/convert.js';
import type { Lowering } from '../sql/lowering.js';

/** A column of `events.csv` beside the place, the profile, the name and the time of an event. */
export interface ExportColumn {
  /** As the loaded events have it. */
  readonly column: string;
  /** As the file has it: the name of the property. */
  readonly header: string;
  /** Of SQL. */
  readonly type: string;
}

const FIXED = ['place', 'profile_id', 'event', 'time'];

/** The columns that some SQL asks for: properties, answers of dated tests, and the moments that tests compare with. */
export function exportColumns(layout: Layout, lowering: Lowering, sql: string): readonly ExportColumn[] {
  const isAsked = ({ column }: { readonly column: string }) => new RegExp(`\\b${column}\\b`).test(sql);
  const used = layout.properties.filter(isAsked);
  const properties = used.map(({ column, property, type }) => {
    const isAlone = used.filter((other) => other.property === property).length === 1 && !FIXED.includes(property);
    return { column, header: isAlone ? property : `${property} (${type})`, type: columnType(type) };
  });
  const dated = layout.datedTests.filter(isAsked).map(({ column, event, property, duration }) => ({
    column,
    header: `${event}.${property} within ${duration.text}`,
    type: 'BOOLEAN',
  }));
  const edges = lowering.edges.typedColumns.map(({ column, type }) => ({ column, header: `edge ${column}`, type }));
  return [...properties, ...dated, ...edges];
}
