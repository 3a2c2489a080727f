import { dayNumber } from '../../calendar/local-time.js';
import { refreshDay } from '../../calendar/refresh.js';
import type { Condition, EventCondition, PropertyTest, Trait, Window } from '../../model/condition.js';
import { invariant } from '../../model/failure.js';
import type { Plan } from '../../model/plan.js';
import type { Population } from '../../model/population.js';
import type { ValueType } from '../../model/value.js';
import { datedTestKey, type Layout, populationKey } from '../layout.js';
import { columnType } from './convert.js';
import { Edges } from './edges.js';
import { known, lowerTest, lowerWithinMoment } from './lower-test.js';
import { scoreSum } from './score-sum.js';
import { allOf, anyOf, textKey } from './text.js';

/** Events that count, as conditions and traits select them. */
type Selection = { readonly event: string; readonly where: readonly PropertyTest[]; readonly window: Window };

/**
 * Lowers conditions to SQL over one relation: every profile at every moment, with the features (counts, sums, traits) that the conditions share. The same
 * feature, segment or stage is computed once however many conditions use it. Ask for all conditions first, then for the relation.
 */
export class Lowering {
  readonly edges = new Edges();
  readonly #features = new Map<string, string>();
  readonly #frequent = new Map<string, string>();
  /** Joins by the table they add. */
  readonly #frozen = new Map<string, string>();
  readonly #frozenColumns = new Set<string>();
  readonly #events = new Set<number>();
  readonly #named = new Map<string, { readonly column: string; readonly sql: string; readonly about: string }>();
  readonly #open = new Set<string>();

  constructor(
    readonly plan: Plan,
    readonly layout: Layout,
  ) {}

  /**
   * SQL that is TRUE or FALSE in the relation. What only the ledger knows (`message`, and events of a journey's own messages) counts as whatever makes the answer TRUE when `upper`, FALSE when not: with `upper`
   * nobody is missed.
   */
  condition(condition: Condition, upper = true): string {
    switch (condition.kind) {
      case 'all':
        return allOf(condition.of.map((each) => this.condition(each, upper)));
      case 'any':
        return anyOf(condition.of.map((each) => this.condition(each, upper)));
      case 'not':
        return `(NOT ${this.condition(condition.of, !upper)})`;
      case 'attribute': {
        const { value, type } = this.attribute(condition.name);
        return lowerTest(value, type, condition.test, this.edges, lowerWithinMoment(this.edges));
      }
      case 'event':
        if (condition.window.kind === 'journey') return upper ? 'TRUE' : 'FALSE';
        return this.#eventCondition(condition);
      case 'segment':
        return this.#name(`segment ${condition.segment}`, upper, () => {
          const segment = this.plan.segments[condition.segment];
          invariant(segment, `segment ${condition.segment} is in the plan`);
          return this.condition(segment, upper);
        });
      case 'stage':
        return this.stage(condition.stage, upper);
      case 'message':
        return upper ? 'TRUE' : 'FALSE';
    }
  }

  /** SQL that is TRUE for profiles whose first fitting stage is this one. */
  stage(id: string, upper = true): string {
    const index = this.plan.stages.findIndex((stage) => stage.id === id);
    if (index < 0) return 'FALSE';
    const fits = (i: number, side: boolean) => {
      const when = this.plan.stages[i]!.when;
      return when === null
        ? 'TRUE'
        : this.#name(`stage ${this.plan.stages[i]!.id}`, side, () => this.condition(when, side));
    };
    const earlier = Array.from({ length: index }, (_, i) => `(NOT ${fits(i, !upper)})`);
    return allOf([...earlier, fits(index, upper)]);
  }

  /** An attribute or trait as SQL in the relation; NULL for one that is not declared. */
  attribute(name: string): { readonly value: string; readonly type: ValueType } {
    const trait = Object.hasOwn(this.plan.traits, name) ? this.plan.traits[name] : undefined;
    if (trait !== undefined) return { value: this.#trait(trait.trait, trait.type), type: trait.type };
    const attribute = this.layout.attributes.get(name);
    return attribute === undefined
      ? { value: 'CAST(NULL AS VARCHAR)', type: 'string' }
      : { value: attribute.column, type: attribute.type };
  }

  /** SQL over `events` (joined with the moments) that is TRUE for events of a name that pass every test. */
  matches(event: string, where: readonly PropertyTest[]): string {
    const code = this.layout.eventCodes.get(event);
    if (code === undefined) return 'FALSE';
    const tests = where.map(({ property, test }) => {
      const { value, type } = this.property(event, property);
      return lowerTest(value, type, test, this.edges, (_, __, duration) => {
        const key = datedTestKey(event, property, duration);
        const dated = this.layout.datedTests.find(
          (each) => datedTestKey(each.event, each.property, each.duration) === key,
        );
        invariant(dated, `the layout knows every dated test, also ${key}`);
        return dated.column;
      });
    });
    return allOf([`name = ${code}`, ...tests]);
  }

  /** An event property as a column; NULL for one that is not declared. */
  property(event: string, property: string): { readonly value: string; readonly type: ValueType } {
    const found = this.layout.properties.find((p) => p.property === property && p.events.includes(event));
    return found === undefined
      ? { value: 'CAST(NULL AS VARCHAR)', type: 'string' }
      : { value: found.column, type: found.type };
  }

  /** What has a column of its own, by that column: `segment buyers`, `stage lapsed`. A column may stand for the same twice: for whoever may belong to it, and for whoever surely does. */
  get definitions(): ReadonlyMap<string, string> {
    return new Map([...this.#named.values()].map(({ column, about }) => [column, about]));
  }

  /** A query over (pid, mno, moment, extra columns, `outputs`) for the profiles at the moments of a relation made by `edges`. */
  query(moments: string, outputs: readonly string[], extra: readonly string[], where = 'TRUE'): string {
    const features = [...this.#features].map(([sql, column]) => `${sql} AS ${column}`);
    const frequent = [...this.#frequent.values()];
    const attributes = [...this.layout.attributes.values()].map(({ column }) => `p.${column}`);
    const columns = [
      'p.pid',
      ...attributes,
      ...['mno', 'moment', ...extra, ...this.edges.columns].map((c) => `m.${c}`),
    ];
    // Attributes alone ask nothing of the events.
    const counted = features.length > 0 ? ['f'] : [];
    const joined = [
      ...[...counted, ...frequent].map((t) => `LEFT JOIN ${t} ON ${t}.pid = p.pid AND ${t}.mno = m.mno`),
      ...this.#frozen.values(),
    ];
    const ctes = [
      `m AS MATERIALIZED ${moments}`,
      ...counted.map(
        (f) => `${f} AS (SELECT e.pid, m.mno,
        ${features.join(',\n        ')}
        FROM events e JOIN m ON m.zone = e.zone
        WHERE e.time <= m.moment AND e.name IN (${[...this.#events].join(', ') || 'NULL'}) GROUP BY e.pid, m.mno)`,
      ),
      ...[...this.#frequent].map(([sql, table]) => `${table} AS (${sql})`),
      `base AS (SELECT ${[...columns, ...[...this.#features.values()].map((c) => `f.${c}`), ...frequent.map((t) => `${t}.value AS ${t}_value`), ...this.#frozenColumns].join(', ')}
        FROM profiles p JOIN m ON m.zone = p.zone ${joined.join(' ')})`,
    ];
    let from = 'base';
    for (const { column, sql } of this.#named.values()) {
      ctes.push(`layer_${column} AS (SELECT *, ${sql} AS ${column} FROM ${from})`);
      from = `layer_${column}`;
    }
    return `WITH ${ctes.join(',\n')}\nSELECT ${['pid', 'mno', ...outputs].join(', ')} FROM ${from} WHERE ${where}`;
  }

  #eventCondition(condition: EventCondition): string {
    const { measure } = condition;
    const value = measure.kind === 'count' ? this.#count(condition) : this.#sum(condition, measure.property);
    return lowerTest(value, 'number', measure.test, this.edges, lowerWithinMoment(this.edges));
  }

  #trait(trait: Trait, type: ValueType): string {
    switch (trait.kind) {
      case 'frozen':
        return this.#frozenValue(trait.population, trait.part, type);
      case 'score':
        for (const { event } of trait.weights) this.#sees(event);
        return `coalesce(${this.#feature(scoreSum(trait, this.layout, 'moment'), null)}, 0)`;
      case 'count':
        return this.#count(trait);
      case 'sum':
        return this.#sum(trait, trait.property);
      case 'first':
      case 'last': {
        const value = trait.property === null ? 'time' : this.property(trait.event, trait.property).value;
        return this.#feature(`${trait.kind === 'first' ? 'arg_min_null' : 'arg_max_null'}(${value}, ord)`, trait);
      }
      case 'most_frequent':
        return this.#mostFrequent(trait, trait.property);
    }
  }

  #count(selection: Selection): string {
    return `coalesce(${this.#feature('count(*)', selection)}, 0)`;
  }

  #sum(selection: Selection, property: string): string {
    const { value, type } = this.property(selection.event, property);
    if (type !== 'number' && type !== 'time') return '0';
    // In the order of the events: sums of doubles depend on it.
    return `coalesce(${this.#feature(`sum(CAST(${value} AS DOUBLE) ORDER BY ord)`, selection)}, 0)`;
  }

  #feature(aggregate: string, selection: Selection | null): string {
    const sql = selection === null ? aggregate : `${aggregate} FILTER (WHERE ${this.#selects(selection)})`;
    return remember(this.#features, sql, 'f');
  }

  #mostFrequent(selection: Selection, property: string): string {
    const { value, type } = this.property(selection.event, property);
    // Spelled as JavaScript spells it: ties go to the smallest text.
    const whole = `CASE WHEN ${value} = trunc(${value}) THEN CAST(CAST(${value} AS BIGINT) AS VARCHAR) ELSE CAST(${value} AS VARCHAR) END`;
    const text = type === 'number' ? whole : type === 'string' ? textKey(value) : `CAST(${value} AS VARCHAR)`;
    const counted = `SELECT e.pid, m.mno, ${value} AS value, count(*) AS n, max(time) AS latest, ${text} AS spelling FROM events e JOIN m ON m.zone = e.zone
      WHERE e.time <= m.moment AND ${value} IS NOT NULL AND ${this.#selects(selection)} GROUP BY e.pid, m.mno, ${value}`;
    const sql = `SELECT pid, mno, value FROM (SELECT *, row_number() OVER (PARTITION BY pid, mno ORDER BY n DESC, latest DESC, spelling) AS place FROM (${counted})) WHERE place = 1`;
    return `${remember(this.#frequent, sql, 't')}_value`;
  }

  #selects({ event, where, window }: Selection): string {
    this.#sees(event);
    return allOf([this.matches(event, where), ...this.#window(window)]);
  }

  #sees(event: string): void {
    const code = this.layout.eventCodes.get(event);
    if (code !== undefined) this.#events.add(code);
  }

  /** What stood at the moment: of the person, or of everybody where the person has nothing. */
  #frozenValue(population: Population, part: string, type: ValueType): string {
    const key = populationKey(population);
    const tables = this.layout.populations.find((each) => populationKey(each.population) === key);
    invariant(tables, 'the layout knows every population');
    const { people, everybody } = tables;
    const refresh = this.edges.number(`refresh ${population.refresh}`, (at) =>
      dayNumber(refreshDay(population.refresh, at, this.plan.timezone)),
    );
    this.#frozen.set(people, `LEFT JOIN ${people} ON ${people}.pid = p.pid AND ${people}.refresh = m.${refresh}`);
    this.#frozen.set(everybody, `LEFT JOIN ${everybody} ON ${everybody}.refresh = m.${refresh}`);
    for (const table of [people, everybody]) this.#frozenColumns.add(`${table}.${part} AS ${table}_${part}`);
    return `CAST(coalesce(${people}_${part}, ${everybody}_${part}) AS ${columnType(type)})`;
  }

  #window(window: Window): readonly string[] {
    switch (window.kind) {
      case 'ever':
        return [];
      case 'within':
        return [`time > ${this.edges.windowStart(window.duration)}`];
      case 'between':
        return [
          ...(window.after === null ? [] : [`time >= ${this.edges.localMoment(window.after)}`]),
          ...(window.before === null ? [] : [`time < ${this.edges.localMoment(window.before)}`]),
        ];
      case 'journey':
        invariant(false, 'what a journey asks of its own messages is for the ledger to say');
    }
  }

  /** Gives a definition a column of its own, so that what refers to it twice does not repeat it. */
  #name(key: string, upper: boolean, lower: () => string): string {
    const name = `${key} ${upper}`;
    const done = this.#named.get(name);
    if (done !== undefined) return done.column;
    invariant(!this.#open.has(name), `${key} does not refer to itself`);
    this.#open.add(name);
    const sql = lower();
    this.#open.delete(name);
    const column = `n${this.#named.size}`;
    this.#named.set(name, { column, sql: known(sql), about: key });
    return column;
  }
}

function remember(names: Map<string, string>, sql: string, prefix: string): string {
  const name = names.get(sql) ?? `${prefix}${names.size}`;
  names.set(sql, name);
  return name;
}
