import type { BlockSource, Project } from '../../model/project.js';
import { remember } from '../remember.js';
import { mapsAt, type YamlMap } from '../yaml-map.js';

/** One rule of a block. */
export interface BlockRule {
  readonly block: BlockSource;
  readonly id: string;
  readonly rule: YamlMap;
  readonly index: number;
}

/** Every rule of every block, in the order of the files. */
export const allBlockRules = remember((project: Project): readonly BlockRule[] =>
  project.blocks.flatMap((block) =>
    mapsAt(block.node as unknown as YamlMap, 'rules').map(({ item, index }) => ({
      block,
      id: block.id,
      rule: item,
      index,
    })),
  ),
);
