import type { ProjectHistory } from '../../model/docs.js';

/** What Git says, or why it says nothing: `As of commit 1a2b3c4.` */
export function historyWords(history: ProjectHistory): string {
  if (history.kind === 'unknown') return `No changes are listed: ${history.why}.`;
  const cut = history.shallow ? ' This clone holds only the newest commits, so older changes are missing.' : '';
  return `As of commit ${history.head.slice(0, 7)}.${cut}`;
}
