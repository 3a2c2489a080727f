import type { Languages } from '../model/plan.js';

/**
 * The variant in the person's language: with exactly their tag (`de-AT`), else with less and less of it (`de`), else along the declared fallbacks, else the default one; null when there is none of these.
 * Tags are told apart without capitals (RFC 5646); `''` is the variant in the default language.
 */
export function pickLanguage<Variant>(
  variants: Readonly<Record<string, Variant>> | undefined,
  locale: string | null,
  { default: own, fallback }: Languages,
): Variant | null {
  if (variants === undefined) return null;
  const plain = variants[''];
  const byTag = new Map(
    Object.entries(variants).map(([tag, variant]) => [tag === '' ? own.toLowerCase() : tag.toLowerCase(), variant]),
  );
  const next = new Map(Object.entries(fallback).map(([from, to]) => [from.toLowerCase(), to]));
  const asked = new Set<string>();
  for (
    let tag: string | undefined = locale?.replaceAll('_', '-').toLowerCase();
    tag !== undefined && !asked.has(tag);
  ) {
    asked.add(tag);
    const shorter = shorten(tag);
    const found = shorter.map((each) => byTag.get(each)).find((variant) => variant !== undefined);
    if (found !== undefined) return found;
    tag = shorter
      .map((each) => next.get(each))
      .find((target) => target !== undefined)
      ?.toLowerCase();
  }
  return plain ?? null;
}

/** `de-at-1996` → itself, `de-at`, `de`. */
function shorten(tag: string): readonly string[] {
  const parts = tag.split('-');
  return parts.map((_, i) => parts.slice(0, parts.length - i).join('-'));
}
