import { resolve } from 'node:path';
import { readLedger } from '../ledger/copy.js';
import { printStory } from '../report/run/print-story.js';
import { findRoot } from './find-root.js';
import { loadPlan } from './load-plan.js';
import type { ExitCode, Terminal } from './terminal.js';

/** Prints one person's story from the ledger. */
export async function why(
  terminal: Terminal,
  options: {
    readonly project: string | undefined;
    readonly plan: string;
    readonly ledger?: string;
    readonly campaign?: string;
    readonly profile: string;
  },
): Promise<ExitCode> {
  const root = findRoot(terminal, options.project);
  const plan = loadPlan(terminal, root, options.plan);
  const ledger = readLedger(
    options.ledger === undefined ? resolve(root, plan.data.ledger) : resolve(terminal.cwd, options.ledger),
  );
  try {
    const story = ledger.story(options.profile);
    const only = <T extends { readonly campaign: string }>(list: readonly T[]): readonly T[] =>
      options.campaign === undefined ? list : list.filter(({ campaign }) => campaign === options.campaign);
    const part = {
      ...story,
      journeys: only(story.journeys),
      messages: only(story.messages),
      skipped: only(story.skipped),
      refused: only(story.refused),
      deferred: only(story.deferred),
    };
    terminal.out(printStory(part, plan.timezone));
    return 0;
  } finally {
    ledger.close();
  }
}
