import type { DuckDBValue } from '@duckdb/node-api';
import type { Facts } from '../model/facts.js';
import { invariant } from '../model/failure.js';
import type { Tick } from '../model/tick.js';
import type { Instant, Value } from '../model/value.js';
import { readColumns } from './connection.js';
import { readFrames } from './populations/read-frames.js';
import { readAskedOfEvents, readEvents } from './read-events.js';
import { emptyRecord } from './record.js';
import { plain } from './sql/convert.js';
import { startingStretches } from './starting-stretches.js';
import type { FactsDetail } from './warehouse.js';
import type { World } from './world.js';

/** How many events are kept in memory between calls: a replay asks for the same people day after day. */
const MOST_EVENTS = 500_000;

/** What is remembered of somebody, and for what it will do. */
interface Remembered {
  readonly facts: Facts;
  readonly detail: FactsDetail;
}

/** Reads facts, and remembers those of the profiles asked for last: the data does not change while it is open. */
export class FactsReader {
  readonly #known = new Map<number, Remembered>();
  #events = 0;
  #turn: Promise<unknown> = Promise.resolve();
  /** Whoever decides more than one tick asks for the same people again, each time for events of another time: that one is given all of them. */
  #firstTick: Tick | null = null;

  constructor(readonly world: World) {}

  /** Facts as of `now` in the order asked, with the frozen traits from `since` on; unknown profiles are left out. Calls take turns. */
  read(
    profileIds: readonly string[],
    now: Instant,
    since: Instant,
    detail: FactsDetail = 'all',
  ): Promise<readonly Facts[]> {
    const answer = this.#turn.then(() => this.#read(profileIds, now, since, this.#detailOf(detail)));
    this.#turn = answer.catch(() => undefined);
    return answer;
  }

  #detailOf(detail: FactsDetail): FactsDetail {
    if (typeof detail === 'string') return detail;
    this.#firstTick ??= detail;
    return detail === this.#firstTick ? detail : 'all';
  }

  async #read(
    profileIds: readonly string[],
    now: Instant,
    since: Instant,
    detail: FactsDetail,
  ): Promise<readonly Facts[]> {
    if (this.#events > MOST_EVENTS) {
      this.#known.clear();
      this.#events = 0;
    }
    const pids = (await this.world.people.pidsOf(profileIds)).filter((pid) => pid !== null);
    const fresh = [...new Set(pids)].filter((pid) => !isEnough(this.#known.get(pid), detail));
    if (fresh.length > 0)
      await this.#load(
        fresh.sort((a, b) => a - b),
        detail,
      );
    const framesOf = await readFrames(this.world, pids, since, now);
    return pids.map((pid) => {
      const facts = upTo(this.#known.get(pid)!.facts, now);
      const frames = framesOf(pid);
      return frames.length === 0 ? facts : { ...facts, frames };
    });
  }

  async #load(pids: readonly number[], wanted: FactsDetail): Promise<void> {
    const { connection, layout, people } = this.world;
    // Joined with others: a list of small numbers that differ is looked into by place, where one that is only searched is hashed.
    invariant(
      pids.every((pid, i) => i === 0 || pid > pids[i - 1]!),
      'nobody is asked about twice at once: their events would count twice',
    );
    await connection.run(`CREATE OR REPLACE TEMP TABLE asked (pid INTEGER)`);
    const appender = await connection.createAppender('asked');
    for (const pid of pids) {
      appender.appendInteger(pid);
      appender.endRow();
    }
    appender.closeSync();
    const zones = new Map(this.world.zones.map(({ code, name }) => [code, name]));
    const whole = wanted === 'all' ? null : wanted === 'conditions' ? [] : startingStretches(this.world, wanted);
    const detail = whole === null ? 'all' : wanted;
    const events = await (whole === null ? readEvents(this.world) : readAskedOfEvents(this.world, whole));
    this.#events += events.count;
    const attributes = [...layout.attributes];
    const [found = [], zone = [], locale = [], email = [], problem = [], phone = [], phoneProblem = [], ...values] =
      await readColumns(
        connection,
        `SELECT pid, zone, locale, email, email_problem, phone, phone_problem${attributes.map(([, a]) => `, ${plain(a.column, a.type)}`).join('')}
        FROM profiles JOIN asked USING (pid) ORDER BY pid`,
      );
    const ids = await people.idsOf(found as readonly number[]);
    for (const [row, pid] of (found as readonly number[]).entries()) {
      const facts: Facts = {
        profileId: ids[row]!,
        attributes: record(attributes, ([name], i) => [name, (values[i]![row] ?? null) as Value]),
        zone: zones.get(zone[row] as number)!,
        locale: textOrNull(locale[row]),
        email: textOrNull(email[row]),
        emailProblem: textOrNull(problem[row]),
        phone: textOrNull(phone[row]),
        phoneProblem: textOrNull(phoneProblem[row]),
        events: events.byProfile.get(pid) ?? [],
        ...(detail === 'all' ? {} : { areInOrder: true }),
      };
      this.#known.set(pid, { facts, detail });
    }
  }
}

function isEnough(known: Remembered | undefined, wanted: FactsDetail): boolean {
  return known !== undefined && (known.detail === 'all' || wanted === 'conditions' || known.detail === wanted);
}

function upTo(facts: Facts, now: Instant): Facts {
  const last = facts.events.at(-1);
  if (last === undefined || last.time <= now) return facts;
  return { ...facts, events: facts.events.filter((event) => event.time <= now) };
}

function record<T>(
  items: readonly T[],
  entry: (item: T, index: number) => readonly [string, Value],
): Readonly<Record<string, Value>> {
  const result = emptyRecord(null);
  for (let i = 0; i < items.length; i++) {
    const [key, value] = entry(items[i]!, i);
    result[key] = value;
  }
  return result;
}

function textOrNull(value: DuckDBValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
