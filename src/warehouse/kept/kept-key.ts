import { createHash } from 'node:crypto';
import type { Plan } from '../../model/plan.js';
import { codeStamp } from '../../read/code-stamp.js';
import type { Layout } from '../layout.js';

/** What decides how data are read: the plan's settings of them, and the program. The same key, the same tables from the same files. */
export function keptKey(plan: Plan, layout: Layout): string {
  const settings = {
    // What a zone's clocks do comes with Node.
    made: [
      codeStamp(['warehouse/', 'calendar/', 'model/'], ['@duckdb/node-api']),
      process.version,
      process.versions.tz,
    ],
    data: [plan.data.profiles, plan.data.events],
    identity: plan.identity,
    timezone: plan.timezone,
    attributes: [...layout.attributes],
    events: layout.eventNames,
    properties: layout.properties,
    datedTests: layout.datedTests,
  };
  return createHash('sha256').update(JSON.stringify(settings)).digest('hex').slice(0, 32);
}
