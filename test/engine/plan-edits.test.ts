import fc from 'fast-check';
import { expect, it } from 'vitest';
import { thisMachine } from '../../src/commands/this-machine.js';
import { decide } from '../../src/decide/decide.js';
import { openDatabase } from '../../src/ledger/database.js';
import { ledgerOver } from '../../src/ledger/sqlite.js';
import type { Decision } from '../../src/model/decision.js';
import { graftPlan } from '../../src/structure/graft-plan.js';
import { EditedPlans } from '../decide/edited-plans.js';
import { type EditedWorld, editedWorld, someChoices } from '../decide/some-edits.js';

const RUNS = Number(process.env.EDIT_LEDGERS ?? 150);

/** What is decided in each tick over a real ledger, for whom it names as concerned. */
function overLedger({ facts, ticks }: EditedWorld): readonly (readonly Decision[])[] {
  const ledger = ledgerOver(openDatabase(':memory:', 0), 'memory', thisMachine, () => {});
  try {
    const fence = ledger.acquire({ host: 'here', pid: process.pid, ttl: 60_000 }, 0);
    return ticks.map(({ now, plan }) => {
      const inForce = graftPlan(plan, ledger.keptCampaigns(plan));
      const tick = ledger.beginTick(fence, now, plan, {});
      // The same once more: what was asked before the plan was in force holds after it.
      expect(graftPlan(plan, ledger.keptCampaigns(plan))).toEqual(inForce);
      const [history] = ledger.histories([facts.profileId], inForce, {});
      const decisions = decide(inForce, facts, history!, tick);
      const isNamed =
        ledger.concerned(inForce, tick).includes(facts.profileId) ||
        ledger.due(now).length > 0 ||
        facts.events.some(({ time }) => time <= now && time > (tick.previous ?? now) - 4 * 24 * 3_600_000);
      expect(decisions.length === 0 || isNamed, 'whoever something happens to is named').toBe(true);
      ledger.commit(fence, tick, decisions);
      ledger.endTick(fence, tick, {}, {}, 1);
      return decisions;
    });
  } finally {
    ledger.close();
  }
}

it('a real ledger keeps what the decisions need through every edit, and nothing that nobody is in', () => {
  fc.assert(
    fc.property(someChoices, (choices) => {
      const world = editedWorld(choices);
      const plans = new EditedPlans(world.facts.profileId);
      const pure = world.ticks.map(({ now, plan }) => plans.tick(plan, world.facts, now));
      expect(overLedger(world)).toEqual(pure);
    }),
    { numRuns: RUNS },
  );
}, 300_000);
