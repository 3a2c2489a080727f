import { chooseBlocks } from '../decide/choose-blocks.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Plan } from '../model/plan.js';
import type { Instant } from '../model/value.js';
import type { MessageContent } from '../render/build-context.js';
import { templateNeeds } from '../render/template-needs.js';
import type { Warehouse } from '../warehouse/warehouse.js';
import type { CodePools } from './code-pools.js';
import type { Draft } from './draft.js';
import { lookUpRows } from './look-up-rows.js';

/** Where content comes from. */
export interface ContentSources {
  readonly plan: Plan;
  readonly ledger: Pick<Ledger, 'histories'>;
  readonly codes: Pick<CodePools, 'has' | 'codeFor' | 'showFor'>;
  readonly warehouse: Pick<Warehouse, 'lookUp'>;
}

/** What each message's template needs beside the person: the choices of its blocks, as of the moment for which it was planned, its rows of catalogs, and its code. By message id; null when no code is left. */
export async function gatherContent(
  { plan, ledger, codes, warehouse }: ContentSources,
  drafts: readonly Draft[],
  now: Instant,
): Promise<ReadonlyMap<string, MessageContent | null>> {
  const needs = new Map(drafts.map(({ message, template, subject }) => [message.id, templateNeeds(template, subject)]));
  const choosing = drafts.filter(({ message }) => (needs.get(message.id)?.blocks.length ?? 0) > 0);
  const asked = [...new Set(choosing.map(({ message }) => message.profileId))];
  const histories = asked.length === 0 ? [] : ledger.histories(asked, plan, {});
  const pastOf = new Map(histories.map((each) => [each.profileId, each.messages]));
  const asking = drafts.map((draft) => ({ draft, lookups: needs.get(draft.message.id)?.lookups ?? [] }));
  const found = await lookUpRows(plan, warehouse, asking, now);
  return new Map(
    drafts.map(({ message, facts }) => {
      // What a person got before is asked without the message itself.
      const past = (pastOf.get(message.profileId) ?? []).filter(({ id }) => id !== message.id);
      const need = needs.get(message.id);
      const wantsCode = need?.code === true && codes.has(message.incentive);
      const codeOf = message.withheldBy === null ? codes.codeFor : codes.showFor;
      const code = wantsCode ? codeOf(message) : null;
      if (wantsCode && code === null) return [message.id, null];
      return [
        message.id,
        {
          blocks: chooseBlocks(plan, need?.blocks ?? [], facts, past, message.sendAt),
          code,
          ...(found.get(message.id) ?? { catalogs: {}, keys: {} }),
        },
      ];
    }),
  );
}
