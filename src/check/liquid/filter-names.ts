import { makeLiquid } from '../../render/liquid-engine.js';

/** The filters a template may use: those of the engine that will render it. */
export const builtInFilters: ReadonlySet<string> = new Set(
  Object.keys(makeLiquid({ lang: 'en', escape: false }).filters),
);
