import { analyzeLiquid, type LiquidFacts } from './analyze-liquid.js';
import { findIncludes } from './find-includes.js';
import type { Stretch } from './stretch.js';

/** What a text says by itself, whatever else is in the project: plain data. */
export interface LiquidReading {
  readonly facts: LiquidFacts;
  /** The partials and blocks that it takes in, as MJML and as Liquid, by the path that is written. */
  readonly paths: readonly (Stretch & { readonly path: string; readonly kind: 'mjml' | 'liquid' })[];
}

/** Reads a text without running it; never throws for what is in the text. */
export function readLiquid(text: string): LiquidReading {
  const facts = analyzeLiquid(text);
  const paths = [
    ...findIncludes(text).map((include) => ({ ...include, kind: 'mjml' as const })),
    ...facts.partials.map(({ name, ...place }) => ({ path: name, kind: 'liquid' as const, ...place })),
  ];
  return { facts, paths };
}
