import { createHash } from 'node:crypto';
import type { CampaignCensus } from '../model/census.js';
import { structureOf } from '../structure/structure-of.js';
import type { Database } from './database.js';
import type { Ledger } from './ledger.js';

interface Count {
  readonly campaign: string;
  readonly step: string;
  readonly n: number;
}

/** How many people stand where: counts over the whole ledger, without anybody's name. */
export function openCensus(
  db: Database,
  plans: Pick<Ledger, 'currentPlan' | 'keptCampaigns'>,
  secret: () => Uint8Array,
): Pick<Ledger, 'census' | 'inOlderStructures'> {
  const serial = db.prepare<{ serial: number | null }>('SELECT max(seq) AS serial FROM journal');
  const campaigns = db.prepare<{ id: string }>('SELECT id FROM campaigns ORDER BY id');
  const journeys = db.prepare<{ campaign: string; inside: number; over: number }>(
    `SELECT campaign, sum(status = 'active') AS inside, sum(status <> 'active') AS over FROM journeys GROUP BY campaign`,
  );
  const waiting = db.prepare<Count & { structure: string }>(`
    SELECT campaign, step, coalesce(structure, plan) AS structure, count(*) AS n FROM journeys
    WHERE status = 'active' AND step IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 2, 3`);
  const past = db.prepare<Count>(`
    SELECT campaign, step, count(*) AS n FROM (
      SELECT campaign, step, profile_id, occasion FROM messages
      UNION SELECT campaign, step, profile_id, occasion FROM skips
    ) GROUP BY campaign, step ORDER BY step`);
  const within = db.prepare<{ n: number }>(
    `SELECT count(*) AS n FROM journeys WHERE status = 'active' AND campaign = ? AND structure = ?`,
  );
  return {
    inOlderStructures() {
      const newest = plans.currentPlan();
      if (newest === null) return 0;
      return plans.keptCampaigns(newest).reduce((sum, { structure, plan }) => {
        const id = plan.campaigns[0]?.id ?? '';
        const campaign = newest.campaigns.find((each) => each.id === id);
        // After an edit that was taken back, an earlier structure is the newest one again.
        if (campaign !== undefined && structureOf(newest, campaign) === structure) return sum;
        return sum + (within.get(id, structure)?.n ?? 0);
      }, 0);
    },
    census() {
      const counts = new Map(journeys.all().map((row) => [row.campaign, row]));
      const [here, gone] = [waiting.all(), past.all()];
      const of = <Row extends Count>(rows: readonly Row[], id: string): readonly Row[] =>
        rows.filter(({ campaign }) => campaign === id);
      return {
        format: 1,
        project: plans.currentPlan()?.project ?? null,
        lineage: lineageOf(secret()),
        serial: serial.get()?.serial ?? 0,
        campaigns: campaigns.all().map(
          ({ id }): CampaignCensus => ({
            campaign: id,
            inside: counts.get(id)?.inside ?? 0,
            over: counts.get(id)?.over ?? 0,
            waiting: of(here, id).map(({ step, structure, n }) => ({ step, structure, people: n })),
            past: of(gone, id).map(({ step, n }) => ({ step, journeys: n })),
          }),
        ),
      };
    },
  };
}

/** The secret is made once with a ledger and stays with it and its copies; from its hash nobody can make a token. */
function lineageOf(secret: Uint8Array): string {
  return createHash('sha256').update('lifecycle lineage').update(secret).digest('hex').slice(0, 16);
}
