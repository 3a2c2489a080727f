/** Words around a change that say where it is. */
const AROUND = 40;

/** Two texts that are longer than `most`, cut to where they differ, whole words and a sign where something was left out. A text alone is cut at its end. */
export function nearChange(
  was: string | null,
  is: string | null,
  most: number,
): readonly [was: string | null, is: string | null] {
  if (was === null || is === null)
    return [was === null ? null : tail(was, 0, most), is === null ? null : tail(is, 0, most)];
  if (was.length <= most && is.length <= most) return [was, is];
  let start = 0;
  while (start < was.length && start < is.length && was[start] === is[start]) start++;
  const from = start <= AROUND ? 0 : was.indexOf(' ', start - AROUND) + 1;
  const at = from === 0 || from > start ? 0 : from;
  return [tail(was, at, most), tail(is, at, most)];
}

function tail(text: string, at: number, most: number): string {
  const cut = text.slice(at, at + most);
  return `${at === 0 ? '' : '… '}${cut}${at + most < text.length ? ' …' : ''}`;
}
