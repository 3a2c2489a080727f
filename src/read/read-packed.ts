import { makeFileText } from './file-text.js';
import { NodeSpans } from './node-spans.js';
import type { PackedNode } from './pack-node.js';
import { readYaml, type YamlOrder } from './read-yaml.js';

/** What a reading cache would keep of a text; null where there is anything to say of it. */
export function readPacked(file: string, text: string, order: YamlOrder): PackedNode | null {
  let packed: PackedNode | null = null;
  readYaml(makeFileText(file, text), order, new NodeSpans(), {
    size: 0,
    get: () => null,
    put: (_, node) => {
      packed = node;
    },
    save: () => {},
  });
  return packed;
}
