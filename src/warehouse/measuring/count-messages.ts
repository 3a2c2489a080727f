import type { DuckDBConnection } from '@duckdb/node-api';
import type { Arm } from '../../model/exposure.js';
import type { MessageCost, Reading } from '../../model/reading.js';
import type { Instant } from '../../model/value.js';
import { readColumns, readRows } from '../connection.js';
import type { ExposureNames } from './load-exposures.js';
import { STATE } from './people-sql.js';

/** By number of the campaign, the messages that its people got inside their windows. */
export type MessageCounts = (campaign: number, used: (person: number) => boolean) => Reading['messages'];

/**
 * Counts messages that went to people whose windows are over, first exposure included. Only what a holdout could have kept back was written down, so transactional messages are in neither arm's count.
 */
export async function countMessages(
  connection: DuckDBConnection,
  names: ExposureNames,
  asOf: Instant,
): Promise<MessageCounts> {
  const got = `exposures e JOIN members g ON g.pid = e.pid JOIN people p ON p.person = g.person
    WHERE NOT e.held AND e.t >= p.t AND e.t <= p.ends AND p.ends <= ${asOf} AND p.state = ${STATE.counted}`;
  const counted = await readRows(
    connection,
    `SELECT p.campaign, p.held, e.campaign = p.campaign, e.channel, CAST(count(*) AS DOUBLE) FROM ${got} GROUP BY ALL ORDER BY ALL`,
  );
  const [campaigns = [], persons = [], holds = [], incentives = [], counts = []] = await readColumns(
    connection,
    `SELECT p.campaign, p.person, p.held, e.incentive, CAST(count(*) AS DOUBLE) FROM ${got}
      AND e.campaign = p.campaign AND e.incentive >= 0 GROUP BY ALL ORDER BY p.person, e.incentive`,
  );
  return (campaign, used) => {
    const arms = { sent: nothing(), held: nothing() };
    for (const [code, held, isOwn, channel, count] of counted) {
      if (code !== campaign) continue;
      const arm = arms[armOf(held)];
      if (isOwn !== true) arm.others += Number(count);
      else {
        arm.own += Number(count);
        arm.cost.channels[names.channels[Number(channel)]!] = Number(count);
      }
    }
    for (const [i, code] of campaigns.entries()) {
      if (code !== campaign) continue;
      const { incentives: of } = arms[armOf(holds[i])].cost;
      const incentive = names.incentives[incentives[i] as number]!;
      const entry = of[incentive] ?? { given: 0, used: 0 };
      of[incentive] = entry;
      entry.given += counts[i] as number;
      if (used(persons[i] as number)) entry.used += counts[i] as number;
    }
    return arms;
  };
}

function armOf(held: unknown): Arm {
  return held === true ? 'held' : 'sent';
}

interface Counting {
  own: number;
  others: number;
  cost: MessageCost & {
    readonly channels: Record<string, number>;
    readonly incentives: Record<string, { given: number; used: number }>;
  };
}

function nothing(): Counting {
  return { own: 0, others: 0, cost: { channels: {}, incentives: {} } };
}
