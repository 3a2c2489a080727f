import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HomeOptions } from '../ledger/home.js';
import type { Terminal } from './terminal.js';

/** What tells this machine from others, and where this user's programs keep what they remember, by the customs of the system. */
export function homeOptions({ host, env }: Pick<Terminal, 'host' | 'env'>): HomeOptions {
  const { XDG_STATE_HOME: state, LOCALAPPDATA: local, HOME: home } = env;
  const folder = state || local || (home ? join(home, '.local', 'state') : null);
  return { host, machine: machineId(), stateFolder: folder === null ? null : join(folder, 'lifecycle', 'ledgers') };
}

const CONTAINER_SIGNS = ['/.dockerenv', '/run/.containerenv', '/var/run/secrets/kubernetes.io'];

/** A container has the id of its image, if any: many have the same, and a new image another one. */
function machineId(): string | null {
  if (CONTAINER_SIGNS.some((sign) => existsSync(sign))) return null;
  try {
    return /^[0-9a-f]{32}$/m.exec(readFileSync('/etc/machine-id', 'utf8'))?.[0] ?? null;
  } catch {
    return null;
  }
}
