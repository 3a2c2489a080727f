const known = new Map<string, string | null>();

/**
 * The IANA name of a time zone in its proper spelling (`europe/berlin` is `Europe/Berlin`), or null when there is no such zone.
 * Offsets (`+02:00`, `GMT+2`) are refused: they do not know summer time.
 */
export function canonicalZone(text: string): string | null {
  const found = known.get(text);
  if (found !== undefined) return found;
  const zone = findZone(text);
  known.set(text, zone);
  return zone;
}

function findZone(text: string): string | null {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]{1,63}$/.test(text) || /^(GMT|UTC)?[+-]\d/i.test(text)) return null;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}
