import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CompiledTemplate } from '../../model/plan.js';
import type { TemplateCache } from './template-cache.js';

const strings = ['lang', 'subject', 'html', 'text'] as const;
const maybeStrings = ['preheader', 'from'] as const;

/**
 * Compiled templates in a folder, one file each. An entry that cannot be read is a miss, and one that cannot be written is left
 * out: the cache saves time and is never needed.
 */
export function openFileCache(folder: string): TemplateCache {
  return {
    get(key) {
      try {
        return readEntry(readFileSync(join(folder, `${key}.json`), 'utf8'));
      } catch {
        return null;
      }
    },
    put(key, template) {
      try {
        mkdirSync(folder, { recursive: true });
        // Another process may be writing the same entry: each writes its own file, and the last rename wins whole.
        const draft = join(folder, `${key}.${process.pid}.tmp`);
        writeFileSync(draft, JSON.stringify(template));
        renameSync(draft, join(folder, `${key}.json`));
      } catch {
        return;
      }
    },
  };
}

function readEntry(text: string): CompiledTemplate | null {
  const entry = JSON.parse(text) as Record<string, unknown> | null;
  if (entry === null || typeof entry !== 'object') return null;
  if (!strings.every((name) => typeof entry[name] === 'string')) return null;
  if (!maybeStrings.every((name) => entry[name] === null || typeof entry[name] === 'string')) return null;
  return entry as unknown as CompiledTemplate;
}
