import type { CampaignSummary } from '../model/ledger-summary.js';
import type { MessageStatus } from '../model/message.js';
import type { Database } from './database.js';
import type { Ledger } from './ledger.js';

interface Count {
  readonly campaign: string;
  readonly name: string;
  readonly n: number;
}

interface StepCount extends Count {
  readonly step: string;
}

/** Counts over everything, for `status`; what is held out counts as withheld from the start, for it is not to go: eight queries over indexes alone, but for the few that are in hand or unknown. */
export function openSummary(db: Database): Pick<Ledger, 'summary'> {
  const ticks = db.prepare<{ last: number | null; n: number }>(
    'SELECT max(now) AS last, count(*) AS n FROM ticks WHERE done = 1',
  );
  const campaigns = db.prepare<{ id: string; started_at: number }>('SELECT id, started_at FROM campaigns ORDER BY id');
  const journeys = db.prepare<{ campaign: string; entered: number; people: number }>(
    'SELECT campaign, count(*) AS entered, count(DISTINCT profile_id) AS people FROM journeys GROUP BY campaign',
  );
  const inside = db.prepare<{ campaign: string; n: number }>(
    `SELECT campaign, count(*) AS n FROM journeys WHERE status = 'active' GROUP BY campaign`,
  );
  const exits = db.prepare<Count>(`
    SELECT campaign, coalesce(reason, '') AS name, n FROM
      (SELECT campaign, reason, count(*) AS n FROM journeys WHERE status = 'exited' GROUP BY campaign, reason) ORDER BY name`);
  // Those sent are all that are nothing else: no index knows of each what became of it.
  const messages = db.prepare<StepCount & { readonly name: MessageStatus }>(`
    WITH others AS (
      SELECT campaign, step, CASE WHEN withheld_by IS NULL THEN status ELSE 'withheld' END AS name FROM messages WHERE status = 'planned'
      UNION ALL SELECT campaign, step, status FROM messages WHERE status = 'withheld'
      UNION ALL SELECT campaign, step, status FROM messages WHERE status = 'dropped'
      UNION ALL SELECT campaign, step, status FROM messages WHERE status = 'failed'
      UNION ALL SELECT campaign, step, status FROM messages WHERE status = 'unknown'
      UNION ALL SELECT campaign, step, CASE WHEN withheld_by IS NULL THEN status ELSE 'withheld' END
        FROM messages WHERE status IN ('claimed', 'handing_over')
    ), counts AS (
      SELECT campaign, step, name, count(*) AS n FROM others GROUP BY campaign, step, name
    )
    SELECT campaign, step, name, n FROM counts
    UNION ALL SELECT campaign, step, 'sent', every - coalesce((SELECT sum(n) FROM counts WHERE (campaign, step) = (a.campaign, a.step)), 0) AS n
      FROM (SELECT campaign, step, count(*) AS every FROM messages GROUP BY campaign, step) AS a WHERE n > 0
    ORDER BY step, name`);
  const drops = db.prepare<Count>(`
    SELECT campaign, coalesce(outcome, '') AS name, n FROM
      (SELECT campaign, outcome, count(*) AS n FROM messages WHERE status = 'dropped' GROUP BY campaign, outcome) ORDER BY name`);
  const skips = db.prepare<StepCount>(`
    SELECT campaign, step, reason AS name, count(*) AS n FROM skips GROUP BY campaign, step, reason ORDER BY step, reason`);
  const refusals = db.prepare<Count>(
    'SELECT campaign, reason AS name, count(*) AS n FROM refusals GROUP BY campaign, reason ORDER BY reason',
  );

  return {
    summary() {
      const { last, n } = ticks.get() ?? { last: null, n: 0 };
      const journeysOf = new Map(journeys.all().map((row) => [row.campaign, row]));
      const insideOf = new Map(inside.all().map((row) => [row.campaign, row.n]));
      const [exited, sent, dropped] = [exits.all(), messages.all(), drops.all()];
      const [skipped, refused] = [skips.all(), refusals.all()];
      return {
        lastTick: last,
        ticks: n,
        campaigns: campaigns.all().map(({ id, started_at }): CampaignSummary => {
          const of = <Row extends Count>(rows: readonly Row[]): readonly Row[] =>
            rows.filter(({ campaign }) => campaign === id);
          const { entered = 0, people = 0 } = journeysOf.get(id) ?? {};
          const active = insideOf.get(id) ?? 0;
          const exits = of(exited);
          return {
            campaign: id,
            startedAt: started_at,
            entered,
            people,
            active,
            finished: entered - active - exits.reduce((sum, { n }) => sum + n, 0),
            exited: named(exits),
            messages: bySteps(of(sent)),
            skipped: bySteps(of(skipped)),
            dropped: named(of(dropped)),
            refused: named(of(refused)),
          };
        }),
      };
    },
  };
}

function named(rows: readonly Count[]): Readonly<Record<string, number>> {
  return Object.fromEntries(rows.map(({ name, n }) => [name, n]));
}

function bySteps(rows: readonly StepCount[]): Readonly<Record<string, Readonly<Record<string, number>>>> {
  const steps = [...new Set(rows.map(({ step }) => step))];
  return Object.fromEntries(steps.map((step) => [step, named(rows.filter((row) => row.step === step))]));
}
