import { compareText } from '../model/diagnostic.js';
import { type LockFile, NO_LOCK, UNLOCKED } from '../model/lock-file.js';
import type { Project } from '../model/project.js';
import { share } from './written.js';

/** What a lock lacks, for a project as it is now. */
export interface Pinning {
  /** The lock with everything that was missing; the same object when nothing was. */
  readonly lock: LockFile;
  /** Campaigns that had no entry. */
  readonly added: readonly string[];
  /** Layers that had none. */
  readonly addedLayers: readonly string[];
  /** Campaigns whose holdout is another than the last that was built. */
  readonly resized: readonly { readonly campaign: string; readonly from: number; readonly to: number }[];
}

/** Gives every campaign and layer of a checked project its entry in the lock, and appends holdouts that changed. Pure: what stands there stays, also of campaigns that are gone. */
export function pinCampaigns({ lock, campaigns, config }: Pick<Project, 'lock' | 'campaigns' | 'config'>): Pinning {
  const pinned = new Map(Object.entries(lock?.campaigns ?? {}));
  const layers = new Map(Object.entries(lock?.layers ?? {}));
  const added: string[] = [];
  const resized: Pinning['resized'][number][] = [];
  const sorted = campaigns.filter(({ id }) => !UNLOCKED.includes(id)).sort((a, b) => compareText(a.id, b.id));
  for (const { id, node } of sorted) {
    const holdout = node.holdout === undefined ? 0 : share(node.holdout);
    const entry = pinned.get(id);
    if (entry === undefined) {
      pinned.set(id, { salt: freshSalt(id, pinned.values()), version: 1, shares: [holdout] });
      added.push(id);
      continue;
    }
    const from = entry.shares.at(-1) ?? holdout;
    if (from === holdout) continue;
    pinned.set(id, { ...entry, shares: [...entry.shares, holdout] });
    resized.push({ campaign: id, from, to: holdout });
  }
  const addedLayers = Object.keys(config.layers ?? {}).filter((name) => !layers.has(name));
  for (const name of addedLayers) layers.set(name, { salt: freshSalt(name, layers.values()) });
  const news = { added, addedLayers, resized };
  if (Object.values(news).every(({ length }) => length === 0)) return { lock: lock ?? NO_LOCK, ...news };
  const grown = { ...(lock ?? NO_LOCK), campaigns: Object.fromEntries(pinned) };
  return { lock: layers.size === 0 ? grown : { ...grown, layers: Object.fromEntries(layers) }, ...news };
}

/** A salt of its own: what was renamed keeps the one that is called like the id it left. */
function freshSalt(id: string, pinned: Iterable<{ readonly salt: string }>): string {
  const taken = new Set(Array.from(pinned, ({ salt }) => salt));
  if (!taken.has(id)) return id;
  for (let count = 2; ; count++) if (!taken.has(`${id}-${count}`)) return `${id}-${count}`;
}
