import { stageOf } from '../../decide/evaluate.js';
import type { PastMessage } from '../../model/decision.js';
import { compareText } from '../../model/diagnostic.js';
import type { Arm, Exposure } from '../../model/exposure.js';
import type { Plan } from '../../model/plan.js';
import type { Reading } from '../../model/reading.js';
import type { Instant } from '../../model/value.js';
import { readColumns } from '../connection.js';
import type { FactsReader } from '../read-facts.js';
import { deepLeaves } from '../used-events.js';
import type { World } from '../world.js';
import { STATE } from './people-sql.js';

/** What was sent to whom, for stages that ask for it: by profile. */
export type SentMessages = ReadonlyMap<string, readonly PastMessage[]>;

const BATCH = 5_000;

/**
 * Counts moves between stages, from just before the first exposure to the end of the window, of the people of one campaign whose window is over and whose profile is in the data. The very function that
 * decides answers for each of them, so this costs some twenty microseconds for each event that they ever had.
 */
export async function stageMoves(
  world: World,
  reader: FactsReader,
  sent: SentMessages,
  campaign: number,
  asOf: Instant,
): Promise<Reading['stages']> {
  const { plan, connection, people } = world;
  const [pids = [], holds = [], times = [], ends = []] = await readColumns(
    connection,
    `SELECT pid, held, CAST(t AS DOUBLE), CAST(ends AS DOUBLE) FROM people
      WHERE campaign = ${campaign} AND state = ${STATE.counted} AND ends <= ${asOf} AND pid < ${people.count} ORDER BY pid, person`,
  );
  const moves = new Map<string, { arm: Arm; from: string; to: string; people: number }>();
  for (let start = 0; start < pids.length; start += BATCH) {
    const batch = (pids as readonly number[]).slice(start, start + BATCH);
    const since = (times as readonly number[]).slice(start, start + BATCH).reduce((a, b) => Math.min(a, b)) - 1;
    const facts = await reader.read(await people.idsOf(batch), asOf, since);
    for (const [i, each] of facts.entries()) {
      const person = { plan, facts: each, messages: sent.get(each.profileId) ?? [] };
      const [from, to] = [times[start + i] as number, ends[start + i] as number].map((at, k) =>
        stageOf(k === 0 ? at - 1 : at, person),
      );
      if (!from || !to) continue;
      const arm: Arm = holds[start + i] === true ? 'held' : 'sent';
      const key = JSON.stringify([arm === 'sent' ? 0 : 1, place(plan, from), place(plan, to)]);
      const move = moves.get(key) ?? { arm, from, to, people: 0 };
      moves.set(key, move);
      move.people += 1;
    }
  }
  return [...moves.values()].sort(
    (a, b) =>
      compareText(b.arm, a.arm) || place(plan, a.from) - place(plan, b.from) || place(plan, a.to) - place(plan, b.to),
  );
}

/** Hands exposures on, and keeps the messages among them where some stage asks for one. */
export function keepSent(
  plan: Plan,
  exposures: Iterable<Exposure>,
  kept: Map<string, PastMessage[]>,
): Iterable<Exposure> {
  const areAsked = plan.stages.some(
    ({ when }) => when !== null && deepLeaves(when, plan).some(({ kind }) => kind === 'message'),
  );
  return areAsked ? keeping(exposures, kept) : exposures;
}

function* keeping(exposures: Iterable<Exposure>, kept: Map<string, PastMessage[]>): Iterable<Exposure> {
  for (const exposure of exposures) {
    yield exposure;
    if (exposure.arm === 'held') continue;
    const { messageId: id, campaign, step, channel, incentive, at } = exposure;
    const messages = kept.get(exposure.profileId) ?? [];
    kept.set(exposure.profileId, messages);
    messages.push({
      id,
      campaign,
      step,
      channel,
      topic: '',
      transactional: false,
      incentive,
      state: 'going',
      sendAt: at,
      sentAt: at,
    });
  }
}

function place({ stages }: Plan, id: string): number {
  return stages.findIndex((stage) => stage.id === id);
}
