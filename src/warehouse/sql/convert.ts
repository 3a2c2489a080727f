import type { ValueType } from '../../model/value.js';
import { literal } from './text.js';

/** Stands in a staged text column for something that no declared type fits (a nested object or list). */
export const UNFIT = '\uFFFFunfit';

const ISO_TIME =
  '\\d{4}-\\d{2}-\\d{2}([T ]([01]\\d|2[0-3]):[0-5]\\d(:([0-5]\\d|60)(\\.\\d{1,9})?)?( ?UTC|Z|[+-](0\\d|1[0-4])(:?[0-5]\\d)?)?)?';
const NUMBER = '-?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?';
const DATE = '\\d{4}-\\d{2}-\\d{2}([T ]00:00(:00(\\.0+)?)?(Z|[+]00(:?00)?)?)?';

/**
 * SQL for whole milliseconds from text: ISO 8601 with `Z` or an offset, `YYYY-MM-DD[ HH:MM[:SS]]` (UTC), epoch seconds (9 or 10 digits, a fraction allowed) or epoch
 * milliseconds (12 or 13 digits). NULL for anything else: shorter and longer numbers would be read as the wrong century. A leap second is the second before it.
 */
export function instantFromText(text: string): string {
  const withSeconds = `regexp_replace(${text}, '^(.{16})( ?UTC|Z|[+-].*)$', '\\1:00\\2')`;
  const normal = `regexp_replace(${withSeconds}, '^(.{17})60', '\\159')`;
  return `CASE
    WHEN regexp_full_match(${text}, '${ISO_TIME}') THEN ${wholeMilliseconds(`epoch_us(TRY_CAST(${normal} AS TIMESTAMPTZ))`)}
    WHEN regexp_full_match(${text}, '\\d{12,13}') THEN CAST(${text} AS BIGINT)
    WHEN regexp_full_match(${text}, '\\d{9,10}(\\.\\d{1,9})?') THEN CAST(floor(CAST(${text} AS DECIMAL(20, 9)) * 1000) AS BIGINT)
  END`;
}

/** SQL for whole milliseconds from microseconds, cut towards the past also before 1970. */
export function wholeMilliseconds(microseconds: string): string {
  return `CAST((${microseconds} - (((${microseconds}) % 1000 + 1000) % 1000)) // 1000 AS BIGINT)`;
}

/** SQL for a value of a declared type from text; NULL when the text does not fit. Dates stay text, times are milliseconds. */
export function valueFromText(text: string, type: ValueType, allowed: readonly string[] | null): string {
  switch (type) {
    case 'string': {
      const fits =
        allowed === null ? `${text} <> ${literal(UNFIT)}` : `${text} IN (${allowed.map(literal).join(', ') || 'NULL'})`;
      return `CASE WHEN ${fits} THEN ${text} END`;
    }
    case 'number':
      // Beyond 2^53 a double is another number than the one written.
      return `CASE WHEN regexp_full_match(${text}, '${NUMBER}') AND abs(TRY_CAST(${text} AS DOUBLE)) <= 9007199254740991 THEN TRY_CAST(${text} AS DOUBLE) END`;
    case 'boolean':
      return `CASE WHEN lower(${text}) IN ('true', '1') THEN TRUE WHEN lower(${text}) IN ('false', '0') THEN FALSE END`;
    case 'date':
      return `CASE WHEN regexp_full_match(${text}, '${DATE}') AND TRY_CAST(left(${text}, 10) AS DATE) IS NOT NULL THEN left(${text}, 10) END`;
    case 'time':
      return instantFromText(text);
  }
}

/** SQL that is true where a text was there but gave no value; an empty text says nothing for types other than `string`. */
export function didNotFit(text: string, type: ValueType, value: string): string {
  return `(${value} IS NULL AND ${text} IS NOT NULL${type === 'string' ? '' : ` AND ${text} <> ''`})`;
}

/** The SQL type of a column that holds values of a declared type. */
export function columnType(type: ValueType): string {
  return { string: 'VARCHAR', number: 'DOUBLE', boolean: 'BOOLEAN', date: 'VARCHAR', time: 'BIGINT' }[type];
}

/** SQL for a column as it is handed out: whole numbers beyond 32 bits would arrive as bigint. */
export function plain(column: string, type: ValueType): string {
  return type === 'time' ? `CAST(${column} AS DOUBLE)` : column;
}
