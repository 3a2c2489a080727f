import { createHash } from 'node:crypto';
import { invariant } from '../model/failure.js';
import type { Plan } from '../model/plan.js';
import type { Instant } from '../model/value.js';
import type { Database } from './database.js';
import type { Note } from './journal.js';
import type { Guard } from './lease.js';
import type { Ledger } from './ledger.js';

/** A plan as a row holds it: its templates stand in a table of their own, by hash, for most are the same from one plan to the next. */
type StoredPlan = Omit<Plan, 'templates'> & { readonly templates: Readonly<Record<string, string>> };

interface PlanRow {
  readonly serial: number;
  readonly hash: string;
  readonly applied_at: number;
  readonly body: string | null;
}

/** The record of plans, with the part that only a tick may call. */
export interface Plans extends Pick<Ledger, 'plans' | 'currentPlan' | 'goBack'> {
  /** Writes down, in the transaction of the tick that begins, that this plan is in force from now on; nothing when it was. */
  apply(plan: Plan, now: Instant): void;
}

/** The plans that were applied, and the content of the newest. */
export function openPlans(db: Database, note: Note, guard: Guard): Plans {
  const newest = db.prepare<PlanRow>('SELECT * FROM plans ORDER BY serial DESC LIMIT 1');
  const all = db.prepare<PlanRow>('SELECT serial, hash, applied_at, NULL AS body FROM plans ORDER BY serial');
  const insert = db.prepare('INSERT INTO plans (serial, hash, applied_at, body) VALUES (?, ?, ?, ?)');
  const empty = db.prepare('UPDATE plans SET body = NULL WHERE serial < ?');
  const store = db.prepare('INSERT INTO plan_templates VALUES (?, ?) ON CONFLICT DO NOTHING');
  const template = db.prepare<{ body: string }>('SELECT body FROM plan_templates WHERE hash = ?');
  const drop = db.prepare<{ hash: string }>(
    'DELETE FROM plan_templates WHERE hash NOT IN (SELECT value FROM json_each(?)) RETURNING hash',
  );

  const pack = (plan: Plan, now: Instant): StoredPlan => {
    const templates = Object.entries(plan.templates).map(([id, languages]) => {
      const body = JSON.stringify(languages);
      const hash = createHash('sha256').update(body, 'utf8').digest('hex').slice(0, 32);
      if (store.run(hash, body) > 0) note(now, 'template-kept', { hash, body: languages });
      return [id, hash] as const;
    });
    return { ...plan, templates: Object.fromEntries(templates) };
  };

  const unpack = ({ templates, ...plan }: StoredPlan): Plan => ({
    ...plan,
    templates: Object.fromEntries(
      Object.entries(templates).map(([id, hash]) => {
        const row = template.get(hash);
        invariant(row, 'a template that a plan names is kept');
        return [id, JSON.parse(row.body) as Plan['templates'][string]];
      }),
    ),
  });

  return {
    plans: () => all.all().map(({ serial, hash, applied_at: appliedAt }) => ({ serial, hash, appliedAt })),
    currentPlan: () => {
      const body = newest.get()?.body ?? null;
      return body === null ? null : unpack(JSON.parse(body) as StoredPlan);
    },
    goBack: (fence, now, { from, to }) =>
      db.transaction(() => {
        guard(fence);
        note(now, 'went-back', { from, to });
      }),
    apply(plan, now) {
      const last = newest.get();
      if (last?.hash === plan.hash) return;
      const serial = (last?.serial ?? 0) + 1;
      const body = pack(plan, now);
      insert.run(serial, plan.hash, now, JSON.stringify(body));
      empty.run(serial);
      note(now, 'plan-applied', { serial, hash: plan.hash, plan: body });
      for (const { hash } of drop.all(JSON.stringify(Object.values(body.templates))))
        note(now, 'template-dropped', { hash });
    },
  };
}
