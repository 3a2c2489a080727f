/**
 * What is wrong with a Liquid value, from its `{{` to its `}}`, in which a quoted text holds `}}`: whoever looks for what a text reads takes the first `}}` for the end, and would not see what stands behind it. Null when
 * it holds none.
 */
export function findQuotedEnd(value: string): string | null {
  return value.slice(0, -2).includes('}}') ? 'a quoted text holds }}: write the braces outside of {{ … }}' : null;
}
