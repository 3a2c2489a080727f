import type { Project } from '../../model/project.js';
import { remember } from '../remember.js';
import { allLiquidTexts, type BlockUse, type LiquidText } from './liquid-texts.js';

/** Every place that takes in a block, and the text in which it stands. */
export const blockUses = remember((project: Project): readonly (BlockUse & { readonly text: LiquidText })[] =>
  allLiquidTexts(project).flatMap((text) => text.blocks.map((use) => ({ ...use, text }))),
);
