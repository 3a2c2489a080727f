import type { FileText } from './file-text.js';
import { findFiles } from './find-files.js';
import { readFile } from './read-file.js';
import type { ReadMemory } from './read-memory.js';
import { keyOf, type YamlOrder } from './read-yaml.js';
import type { ReadingCache } from './reading-cache.js';

/** A text that the cache does not know yet, what it is to be, and by what the cache is to know it. */
export interface UnreadText {
  readonly source: FileText;
  readonly order: YamlOrder;
  readonly key: string;
}

/** The campaigns of which a cache knows nothing, when it does not know most of them: whoever puts into it what they say before the project is read spares the reader that. */
export function unreadCampaigns(root: string, memory: ReadMemory, cache: ReadingCache): readonly UnreadText[] {
  const files = findFiles(root, 'campaigns').files.filter((file) => file.endsWith('.yaml'));
  // To read files twice takes longer than to parse a few of them.
  if (cache.size * 2 > files.length) return [];
  return files.flatMap((file) => {
    const outcome = readFile(root, file, (name, text) => memory.text(name, text));
    if ('problem' in outcome) return [];
    const order: YamlOrder = { schema: 'campaign.schema.json', name: 'the campaign' };
    const { source } = outcome;
    return [{ source, order, key: keyOf(source, order) }];
  });
}
