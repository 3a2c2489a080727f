/** (x + weight × p) / (n + weight): x of n, drawn towards the population's p = X / N; p itself for somebody without any. Null while nobody has any. */
export function shrunkShare(
  own: { readonly part: number; readonly whole: number },
  everybody: { readonly part: number; readonly whole: number },
  weight: number,
): number | null {
  if (everybody.whole === 0) return null;
  return (own.part + weight * (everybody.part / everybody.whole)) / (own.whole + weight);
}
