/** A quoted identifier: any text is safe. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A constant: any text is data. Numbers are written exactly; booleans as TRUE and FALSE. */
export function literal(value: string | number | boolean | null): string {
  if (value === null) return 'NULL';
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'number')
    return Number.isInteger(value) && Math.abs(value) < 2 ** 53 ? `${value}` : `CAST('${value}' AS DOUBLE)`;
  // A NUL would end the statement early.
  const parts = value.split('\0').map((part) => `'${part.replaceAll("'", "''")}'`);
  return parts.length === 1 ? parts[0]! : `(${parts.join(' || chr(0) || ')})`;
}

/**
 * Text as a key that sorts by UTF-16 code units, as JavaScript does. Engines sort UTF-8 by code points, which differs where a character beyond U+FFFF meets
 * one from U+E000 to U+FFFF: the latter (and U+10FFFF itself) are put behind a U+10FFFF.
 */
export function textKey(expression: string): string {
  const top = 'chr(1114111)';
  const lifted = `regexp_replace(${expression}, '([\\x{E000}-\\x{FFFF}\\x{10FFFF}])', ${top} || '\\1', 'g')`;
  return `CASE WHEN strlen(${expression}) = length(${expression}) THEN ${expression} ELSE ${lifted} END`;
}

/** Joins with AND; nothing is TRUE. */
export function allOf(conditions: readonly string[]): string {
  return conditions.length === 0 ? 'TRUE' : `(${conditions.join(' AND ')})`;
}

/** Joins with OR; nothing is FALSE. */
export function anyOf(conditions: readonly string[]): string {
  return conditions.length === 0 ? 'FALSE' : `(${conditions.join(' OR ')})`;
}
