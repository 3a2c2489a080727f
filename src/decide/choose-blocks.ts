import type { PastMessage } from '../model/decision.js';
import type { Facts } from '../model/facts.js';
import { invariant } from '../model/failure.js';
import type { Plan } from '../model/plan.js';
import type { Instant } from '../model/value.js';
import { holds } from './evaluate.js';
import { settleFacts } from './settle-facts.js';

/** By block: the number of the first rule that holds for a person at a moment, from 0; -1 when none does. */
export function chooseBlocks(
  plan: Plan,
  blocks: readonly string[],
  facts: Facts,
  messages: readonly PastMessage[],
  at: Instant,
): Readonly<Record<string, number>> {
  if (blocks.length === 0) return {};
  const person = { plan, facts: settleFacts(facts, at), messages };
  return Object.fromEntries(
    blocks.map((id) => {
      const block = plan.blocks[id];
      invariant(block, `block ${id} is in the plan`);
      return [id, block.rules.findIndex(({ when }) => when === null || holds(when, at, person))];
    }),
  );
}
