/** What somebody else wrote, as the ledger keeps it: servers answer what they like, and the driver reads text only up to a NUL. */
export function legible(text: string): string {
  return text.replaceAll('\0', '\ufffd').slice(0, 2000);
}
