/** A value as JSON: text in quotes, numbers and booleans bare. */
export function writeJson(value: unknown): string {
  return JSON.stringify(value ?? null);
}

/** A value inside the quotes of a JSON string, so that nothing in it can end the string. */
export function writeJsonPart(value: unknown): string {
  return JSON.stringify(String(value)).slice(1, -1);
}
