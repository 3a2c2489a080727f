/** Reads `10%` or `2.5%` as a share (0.1, 0.025); null when it is not a percentage from 0% to 100%. */
export function parsePercentage(text: string): number | null {
  const match = /^(\d{1,3}(?:\.\d{1,4})?)%$/.exec(text.trim());
  if (!match) return null;
  const share = Number(match[1]) / 100;
  return share <= 1 ? share : null;
}

/** Writes a share as a percentage with at most `digits` decimals: 0.025 is `2.5%`. */
export function formatPercentage(share: number, digits = 2): string {
  return `${Number((share * 100).toFixed(digits))}%`;
}
