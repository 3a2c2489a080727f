import { printStory } from '../report/run/print-story.js';
import { graftPlan } from '../structure/graft-plan.js';
import { openRecord, type RecordOptions } from './open-record.js';
import type { ExitCode, Terminal } from './terminal.js';

/** Prints one person's story from the ledger. */
export async function why(
  terminal: Terminal,
  options: RecordOptions & {
    readonly campaign?: string;
    readonly profile: string;
  },
): Promise<ExitCode> {
  const { plan, ledger } = openRecord(terminal, options);
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
    // With the structures that people finish beside the newest: they tell what is waited for there.
    const { campaigns } = graftPlan(plan, ledger.keptCampaigns(plan));
    terminal.out(printStory(part, plan.timezone, campaigns));
    return 0;
  } finally {
    ledger.close();
  }
}
