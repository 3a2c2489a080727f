import { audienceCondition } from '../../model/audience-condition.js';
import { type Condition, isPlainEvent, type PropertyTest } from '../../model/condition.js';
import { compareText } from '../../model/diagnostic.js';
import type { Plan, PlanCampaign, Trigger } from '../../model/plan.js';
import type { Duration } from '../../model/value.js';
import { watchedGroups } from '../../model/watched-groups.js';
import { isKept, type Mover, moversOf } from '../keeping.js';
import { type Layout, layOut } from '../layout.js';
import { isAskable, Program } from '../pass/program.js';
import type { Moment } from '../sql/edges.js';
import { Lowering } from '../sql/lowering.js';
import { literal } from '../sql/text.js';

/** One thing that the warehouse is asked for a campaign. */
export interface Question {
  readonly about:
    | { readonly kind: 'who'; readonly condition: Condition }
    | { readonly kind: 'trigger'; readonly trigger: Trigger }
    | { readonly kind: 'exit'; readonly condition: Condition };
  /** What can change the answer between two ticks, and whether it is kept; null for what is looked up each time anew. */
  readonly movers: readonly Mover[] | null;
  readonly isKept: boolean;
  /** A statement over the tables of the data, for the pids; null where there is nothing to ask of them. */
  readonly sql: string | null;
  /** What the names in it stand for: column or code, and the project's own name. */
  readonly legend: readonly (readonly [name: string, meaning: Meaning])[];
}

/** What a name in a statement stands for: a name of the project, or the start of a window. */
export type Meaning = string | { readonly startOf: Duration };

type Statement = Pick<Question, 'sql' | 'legend'>;

/** What one walk through people and events works out for the whole portfolio. */
export interface Pass {
  readonly conditions: number;
  /** Conditions that a walk cannot answer, asked in one query. */
  readonly inSql: number;
  readonly parts: number;
  readonly features: number;
  readonly personTests: number;
  readonly eventTests: number;
  readonly events: readonly string[];
}

/** The number of a zone as SQL: numbers are known only where the data are open. Nobody is in a zone that the data do not have. */
export function zoneByName(name: string): string {
  return `(SELECT zone FROM zones WHERE name = ${literal(name)})`;
}

/** What the warehouse is asked for a campaign: who belongs to its audience, what starts it and what ends it. `moments` are the moments of asking, one for each zone. */
export function explainCampaign(plan: Plan, campaign: PlanCampaign, moments: readonly Moment[]): readonly Question[] {
  const layout = layOut(plan, 'run');
  const who = audienceCondition(campaign);
  return [
    ...(who === null ? [] : [askedOf(plan, layout, { kind: 'who', condition: who }, who, moments)]),
    ...campaign.triggers.map((trigger) => {
      const about = { kind: 'trigger', trigger } as const;
      if (trigger.kind === 'enters' || trigger.kind === 'leaves')
        return askedOf(plan, layout, about, trigger.group, moments);
      return { about, movers: null, isKept: false, ...startsOf(plan, layout, trigger, moments) };
    }),
    ...campaign.exitOn.map((condition) => {
      const about = { kind: 'exit', condition } as const;
      if (!isPlainEvent(condition)) return askedOf(plan, layout, about, condition, moments);
      return {
        about,
        movers: null,
        isKept: false,
        ...eventsOf(plan, layout, condition.event, condition.where, moments),
      };
    }),
  ];
}

/** What the walk of a whole plan works out: its watched groups, and the audiences of schedules when they fire. */
export function explainPass(plan: Plan): Pass {
  const layout = layOut(plan, 'run');
  const scheduled = plan.campaigns.filter(({ triggers }) => triggers.some(({ kind }) => kind === 'schedule'));
  const conditions = [...watchedGroups(plan).values(), ...scheduled.flatMap((each) => audienceCondition(each) ?? [])];
  const walked = conditions.filter((condition) => isAskable(condition, plan));
  const program = new Program(plan, layout);
  for (const condition of walked) program.add(condition);
  return {
    conditions: conditions.length,
    inSql: conditions.length - walked.length,
    parts: program.parts.length,
    features: program.features.length,
    personTests: program.personBits.length,
    eventTests: program.eventBits.length,
    events: [...program.codes].map((code) => layout.eventNames[code]!).sort(compareText),
  };
}

function askedOf(
  plan: Plan,
  layout: Layout,
  about: Question['about'],
  condition: Condition,
  moments: readonly Moment[],
): Question {
  const lowering = new Lowering(plan, layout);
  const holds = lowering.condition(condition);
  const sql = `${lowering.query(lowering.edges.relation(moments), [], [], holds)} ORDER BY pid`;
  const movers = moversOf(condition, plan);
  return { about, movers, isKept: about.kind === 'trigger' && isKept(movers), sql, legend: legendOf(lowering, sql) };
}

function startsOf(plan: Plan, layout: Layout, trigger: Trigger, moments: readonly Moment[]): Statement {
  if (trigger.kind === 'event') return eventsOf(plan, layout, trigger.event, trigger.where, moments);
  if (trigger.kind === 'inactive') return eventsOf(plan, layout, trigger.event, [], moments);
  return { sql: null, legend: [] };
}

function eventsOf(
  plan: Plan,
  layout: Layout,
  event: string,
  where: readonly PropertyTest[],
  moments: readonly Moment[],
): Statement {
  const lowering = new Lowering(plan, layout);
  const matches = lowering.matches(event, where);
  const relation = lowering.edges.relation(moments);
  const sql = `SELECT e.pid, e.time FROM events e JOIN ${relation} m ON m.zone = e.zone\nWHERE ${matches} AND e.time <= m.moment ORDER BY e.pid, e.time`;
  return { sql, legend: legendOf(lowering, sql) };
}

/** What a statement compares with, by the names of the project; of what it only passes on, nothing. */
function legendOf({ layout, edges, definitions }: Lowering, sql: string): Question['legend'] {
  const has = (column: string): boolean => new RegExp(`(?<!p\\.)\\b${column}\\b`).test(sql);
  const named = [...sql.matchAll(/\bname (?:= (\d+)|IN \(([\d, ]+)\))/g)];
  const codes = new Set(named.flatMap(([, one, many]) => (one ?? many ?? '').split(', ')));
  const attributes = [...layout.attributes].map(([name, { column }]) => [column, name] as const);
  const properties = layout.properties.map(({ column, property }) => [column, property] as const);
  return [
    ...[...attributes, ...properties].filter(([column]) => has(column)),
    ...[...edges.windows].map(([column, startOf]) => [column, { startOf }] as const),
    ...definitions,
    ...layout.eventNames.flatMap((name, code) => (codes.has(String(code)) ? [[`name = ${code}`, name] as const] : [])),
  ];
}
