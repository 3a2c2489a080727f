import { invariant } from '../model/failure.js';
import type { KeptCampaign } from '../model/kept-campaign.js';
import type { Plan } from '../model/plan.js';
import type { Instant } from '../model/value.js';
import { fingerprint } from '../structure/fingerprint.js';
import { keepCampaign } from '../structure/keep-campaign.js';
import { structureOf } from '../structure/structure-of.js';
import type { Database } from './database.js';
import type { Note } from './journal.js';
import type { Guard } from './lease.js';
import type { Ledger } from './ledger.js';
import { openStepNames } from './step-names.js';

/** A plan as a row holds it: its templates stand in a table of their own, by hash, for most are the same from one plan to the next. */
type StoredPlan = Omit<Plan, 'templates'> & { readonly templates: Readonly<Record<string, string>> };

interface PlanRow {
  readonly serial: number;
  readonly hash: string;
  readonly applied_at: number;
  readonly body: string | null;
}

interface StructureRow {
  readonly campaign: string;
  readonly structure: string;
  readonly body: string;
}

/** The record of plans, with the parts that only a tick may call, in its transaction. */
export interface Plans extends Pick<Ledger, 'plans' | 'currentPlan' | 'keptCampaigns' | 'goBack'> {
  /** Writes down that this plan is in force from now on, and keeps what people are still in of the one before; nothing when it was. Returns since when it is, and whether this is the first tick. */
  apply(plan: Plan, now: Instant): Instant;
  /** Drops the structures in which nobody is any more. */
  prune(now: Instant): void;
}

/** The plans that were applied, the content of the newest, and what people are still in of those before it. */
export function openPlans(db: Database, note: Note, guard: Guard): Plans {
  const newest = db.prepare<PlanRow>('SELECT * FROM plans ORDER BY serial DESC LIMIT 1');
  const force = db.prepare<Omit<PlanRow, 'body'>>(
    'SELECT serial, hash, applied_at FROM plans ORDER BY serial DESC LIMIT 1',
  );
  const all = db.prepare<Omit<PlanRow, 'body'>>('SELECT serial, hash, applied_at FROM plans ORDER BY serial');
  const insert = db.prepare('INSERT INTO plans (serial, hash, applied_at, body) VALUES (?, ?, ?, ?)');
  const empty = db.prepare('UPDATE plans SET body = NULL WHERE serial < ?');
  const store = db.prepare('INSERT INTO plan_templates VALUES (?, ?) ON CONFLICT DO NOTHING');
  const template = db.prepare<{ body: string }>('SELECT body FROM plan_templates WHERE hash = ?');
  const drop = db.prepare<{ hash: string }>(
    'DELETE FROM plan_templates WHERE hash NOT IN (SELECT value FROM json_each(?)) RETURNING hash',
  );
  const structures = db.prepare<StructureRow>('SELECT * FROM structures ORDER BY campaign, structure');
  const keep = db.prepare('INSERT INTO structures VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET body = excluded.body');
  const forget = db.prepare('DELETE FROM structures WHERE campaign = ? AND structure = ?');
  const inside = db.prepare<{ found: number }>(
    `SELECT 1 AS found FROM journeys WHERE campaign = ? AND structure = ? AND status = 'active' LIMIT 1`,
  );
  const going = db.prepare<{ campaign: string; structure: string }>(`
    SELECT campaign, structure FROM messages INDEXED BY messages_outbox WHERE status = 'planned' AND structure IS NOT NULL
    UNION SELECT campaign, structure FROM messages WHERE status IN ('claimed', 'handing_over') AND structure IS NOT NULL`);
  const returned = db.prepare('UPDATE campaigns SET returned_at = ? WHERE id = ?');

  const nameSteps = openStepNames(db);

  const pack = (plan: Plan, now: Instant): StoredPlan => {
    const templates = Object.entries(plan.templates).map(([id, languages]) => {
      const hash = fingerprint(languages);
      if (store.run(hash, JSON.stringify(languages)) > 0) note(now, 'template-kept', { hash, body: languages });
      return [id, hash] as const;
    });
    return { ...plan, templates: Object.fromEntries(templates) };
  };
  const unpack = (text: string): Plan => {
    const { templates, ...plan } = JSON.parse(text) as StoredPlan;
    const bodies = Object.entries(templates).map(([id, hash]) => {
      const row = template.get(hash);
      invariant(row, 'a template that a plan names is kept');
      return [id, JSON.parse(row.body) as Plan['templates'][string]] as const;
    });
    return { ...plan, templates: Object.fromEntries(bodies) };
  };
  const currentPlan = (): Plan | null => {
    const body = newest.get()?.body ?? null;
    return body === null ? null : unpack(body);
  };

  /** Whether somebody goes through a structure, or waits for a message of it to be handed over. */
  const someone = (): ((campaign: string, structure: string) => boolean) => {
    const outbox = going.all();
    return (campaign, structure) =>
      inside.get(campaign, structure) !== undefined ||
      outbox.some((each) => each.campaign === campaign && each.structure === structure);
  };
  /** The structures of the plan in force that another plan does not have, and in which somebody is. */
  const leftBehind = (before: Plan, plan: Plan): readonly KeptCampaign[] => {
    const isInside = someone();
    return before.campaigns.flatMap((campaign) => {
      const after = plan.campaigns.find(({ id }) => id === campaign.id);
      const structure = structureOf(before, campaign);
      if (after !== undefined && structureOf(plan, after) === structure) return [];
      return isInside(campaign.id, structure) ? [keepCampaign(before, campaign)] : [];
    });
  };
  /** Takes away the templates that neither the newest plan nor a kept structure has. */
  const dropTemplates = (now: Instant): void => {
    const bodies = [newest.get()?.body ?? null, ...structures.all().map(({ body }) => body)];
    const used = bodies.flatMap((body) =>
      body === null ? [] : Object.values((JSON.parse(body) as StoredPlan).templates),
    );
    for (const { hash } of drop.all(JSON.stringify(used))) note(now, 'template-dropped', { hash });
  };

  return {
    plans: () => all.all().map(({ serial, hash, applied_at: appliedAt }) => ({ serial, hash, appliedAt })),
    currentPlan,
    keptCampaigns: (plan) => {
      const stored = structures.all().map(({ structure, body }): KeptCampaign => ({ structure, plan: unpack(body) }));
      const before = force.get()?.hash === plan.hash ? null : currentPlan();
      const left = before === null ? [] : leftBehind(before, plan);
      const fresh = new Set(left.map(({ structure }) => structure));
      return [...stored.filter(({ structure }) => !fresh.has(structure)), ...left];
    },
    goBack: (fence, now, { from, to }) =>
      db.transaction(() => {
        guard(fence);
        note(now, 'went-back', { from, to });
      }),
    apply(plan, now) {
      const last = force.get();
      if (last?.hash === plan.hash) return last.applied_at;
      const before = currentPlan();
      const serial = (last?.serial ?? 0) + 1;
      const body = pack(plan, now);
      insert.run(serial, plan.hash, now, JSON.stringify(body));
      empty.run(serial);
      nameSteps(plan);
      note(now, 'plan-applied', { serial, hash: plan.hash, plan: body });
      if (before !== null) {
        for (const { structure, plan: kept } of leftBehind(before, plan)) {
          const campaign = kept.campaigns[0]?.id ?? '';
          const packed = pack(kept, now);
          keep.run(campaign, structure, JSON.stringify(packed));
          note(now, 'structure-kept', { campaign, structure, plan: packed });
        }
        const was = new Set(before.campaigns.map(({ id }) => id));
        for (const { id } of plan.campaigns) {
          if (!was.has(id) && returned.run(now, id) > 0) note(now, 'campaign-returned', { campaign: id });
        }
      }
      dropTemplates(now);
      return now;
    },
    prune(now) {
      const rows = structures.all();
      if (rows.length === 0) return;
      const isInside = someone();
      const empties = rows.filter(({ campaign, structure }) => !isInside(campaign, structure));
      for (const { campaign, structure } of empties) {
        forget.run(campaign, structure);
        note(now, 'structure-dropped', { campaign, structure });
      }
      if (empties.length > 0) dropTemplates(now);
    },
  };
}
