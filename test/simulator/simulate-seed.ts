import type { RunOrder } from '../../src/commands/run-ticks.js';
import { tickAndDeliver } from '../../src/commands/tick-and-deliver.js';
import { openByChannel } from '../../src/deliver/channels/by-channel.js';
import { openSmtp } from '../../src/deliver/channels/smtp.js';
import type { Ledger } from '../../src/ledger/ledger.js';
import { ledgerOver } from '../../src/ledger/sqlite.js';
import { LifecycleError } from '../../src/model/failure.js';
import { DAY, HOUR, MINUTE } from '../../src/model/milliseconds.js';
import type { Plan } from '../../src/model/plan.js';
import type { Instant } from '../../src/model/value.js';
import { graftPlan } from '../../src/structure/graft-plan.js';
import { START } from '../decide/arbitraries.js';
import { Chance } from './chance.js';
import { checkRun } from './check-run.js';
import { type Fault, Faults } from './faults.js';
import { Receivers, type Seen } from './receivers.js';
import { Host, Process } from './simulated-machine.js';
import { DAYS_OF_EVENTS, makeWorld, type SmallWorld, warehouseFor } from './small-world.js';
import { Store, type Written } from './store.js';
import { VirtualTime } from './virtual-time.js';

/** How a process ended: `crashed`, or with the code of what it could not do. */
export interface Ending {
  readonly by: string;
  readonly began: Instant;
  readonly ended: Instant;
  readonly how: string;
}

/** What happened in a seed, as nobody inside could know it. */
export interface Record {
  readonly world: SmallWorld;
  readonly written: readonly Written[];
  readonly seen: readonly Seen[];
  readonly endings: readonly Ending[];
  /** When trouble ended. */
  readonly quietFrom: Instant;
  /** What was wrong at the very moment. */
  readonly atOnce: readonly string[];
  /** What could go wrong. */
  readonly kinds: readonly Fault[];
  readonly store: Store;
}

/** What came of a seed. */
export interface Outcome {
  /** Everything that happened, line by line: the same for the same seed. */
  log(): string;
  readonly complaints: readonly string[];
  readonly kinds: readonly Fault[];
  readonly struck: ReadonlyMap<Fault, number>;
  readonly messages: number;
  readonly world: SmallWorld;
  readonly exposures: readonly SeenExposure[];
}

/** Who went or would have, in the order in which that was decided to be. */
export interface SeenExposure {
  readonly id: string;
  readonly profileId: string;
  readonly arm: string;
}

const store = new Store();
/** So long after a run began, the next begins, as somebody wrote in a crontab. */
const INTERVALS = [HOUR, 2 * HOUR, 5 * HOUR] as const;
const MOST_RUNS = 5;
const QUIET_TICKS = [0, 2 * HOUR, DAY, 40 * DAY, 80 * DAY] as const;

/** Lives through one seed: the same run every time. `without` are faults that are left out. */
export async function simulateSeed(
  seed: number,
  without: ReadonlySet<Fault> = new Set(),
  change: (world: SmallWorld) => SmallWorld = (world) => world,
): Promise<Outcome> {
  const simulation = new Simulation(seed, without, change);
  return simulation.run();
}

class Simulation {
  readonly #seed: number;
  readonly #faults: Faults;
  readonly #chance: Chance;
  readonly #secrets: Chance;
  readonly #start: Instant;
  readonly #time: VirtualTime;
  readonly #world: SmallWorld;
  readonly #receivers: Receivers;
  readonly #hosts: readonly [Host, Host];
  readonly #endings: Ending[] = [];
  readonly #atOnce: string[] = [];
  #plan: Plan;
  #begun = 0;
  #isQuiet = false;
  #opened: Ledger | null = null;

  constructor(seed: number, without: ReadonlySet<Fault>, change: (world: SmallWorld) => SmallWorld) {
    this.#seed = seed;
    this.#faults = new Faults(new Chance(seed, 'faults'), without);
    this.#chance = new Chance(seed, 'course');
    this.#start = START + this.#chance.below(24) * HOUR;
    this.#time = new VirtualTime(this.#start);
    this.#hosts = [new Host('here', this.#time), new Host('there', this.#time)];
    this.#secrets = new Chance(seed, 'secrets');
    this.#world = change(makeWorld(new Chance(seed, 'world'), this.#faults, this.#start));
    this.#plan = this.#world.plan;
    this.#receivers = new Receivers(this.#time, this.#faults, new Chance(seed, 'receivers'));
    store.renew();
    this.#receivers.stop = ({ profileId, campaign, step }, how) => {
      const since = this.#hosts[0].clock;
      if (how === 'halted') this.#haltFor(campaign, this.#chance.pick([null, step]));
      else this.#outside.suppress({ profileId, address: null, topic: null, since, reason: 'simulated' });
    };
    this.#receivers.after = () => store.written.at(-1)?.seq ?? 0;
    this.#receivers.onLastByte = ({ id }, process) => {
      const row = store.query<{ status: string }>('SELECT status FROM messages WHERE id = ?').get(id);
      if (process.isDead) this.#atOnce.push(`${process.name} is dead and sends ${id}`);
      if (row?.status !== 'handing_over') this.#atOnce.push(`the last byte of ${id} leaves while it is ${row?.status}`);
    };
  }

  async run(): Promise<Outcome> {
    await this.#trouble();
    const quietFrom = await this.#quiet();
    const record = {
      world: this.#world,
      written: store.written,
      seen: this.#receivers.seen,
      endings: this.#endings,
      quietFrom,
      atOnce: this.#atOnce,
      kinds: this.#faults.kinds,
      store,
    };
    for (const { processes } of this.#hosts)
      for (const { name } of processes)
        if (!this.#endings.some(({ by }) => by === name))
          this.#endings.push({ by: name, began: 0, ended: 0, how: 'crashed' });
    const happened = [...record.written, ...record.seen, ...this.#endings];
    const log = (): string => happened.map((each) => JSON.stringify(each)).join('\n');
    const messages = store.query<{ n: number }>('SELECT count(*) AS n FROM messages').get()?.n ?? 0;
    const { kinds, struck } = this.#faults;
    const exposures = store
      .query<SeenExposure>(
        `SELECT message_id AS id, exposures.profile_id AS "profileId", arm FROM exposures
        JOIN messages ON messages.id = message_id ORDER BY send_at, message_id`,
      )
      .all();
    return { log, exposures, world: this.#world, complaints: checkRun(record, this.#seed), kinds, struck, messages };
  }

  /** Runs begin as a crontab says, and everything that can go wrong may. */
  async #trouble(): Promise<void> {
    const [here, there] = this.#hosts;
    const faults = this.#faults;
    const chance = this.#chance;
    const interval = chance.pick(INTERVALS);
    const last = this.#start + Math.min(MOST_RUNS * interval, (DAYS_OF_EVENTS + 1) * DAY);
    const begin = (at: Instant, host: Host): void =>
      this.#time.at(at, null, () => {
        if (!this.#isQuiet) void this.#begin(host);
      });
    const later = this.#world.plans.slice(1);
    const moments = later.map(() => this.#start + chance.below(last - this.#start)).sort((a, b) => a - b);
    for (const [i, plan] of later.entries()) {
      this.#time.at(moments[i] as Instant, null, () => {
        this.#plan = plan;
      });
    }
    for (let at = this.#start + chance.below(interval); at < last; at += interval) {
      if (faults.strikes('tick skipped')) continue;
      const late = faults.strikes('tick late') ? chance.below(interval) : 0;
      begin(at + late, here);
      if (faults.strikes('second runner here')) begin(at + late + chance.below(5 * MINUTE), here);
      if (faults.strikes('second runner elsewhere')) begin(at + late + chance.below(5 * MINUTE), there);
      const soon = (): Instant => at + late + chance.below(chance.pick([3000, interval]));
      if (faults.strikes('suppressed')) this.#time.at(soon(), null, this.#suppress);
      if (faults.strikes('halted')) this.#time.at(soon(), null, this.#halt);
      for (const [fault, act] of ACCIDENTS) {
        if (!faults.strikes(fault)) continue;
        const moment = at + late + chance.below(chance.pick([3000, MINUTE, interval]));
        this.#time.at(moment, null, () => {
          if (!this.#isQuiet) act(chance.pick(this.#hosts), chance, this.#time);
        });
      }
    }
    await this.#time.pass(() => this.#time.now >= last);
  }

  /** Whoever runs still is ended, nothing goes wrong any more, and runs begin until nothing is left to do. */
  async #quiet(): Promise<Instant> {
    this.#faults.end();
    this.#isQuiet = true;
    for (const host of this.#hosts) {
      host.shift(0);
      host.standStill(false);
      for (const process of host.processes) process.isDead = true;
    }
    for (const { campaign, step } of this.#outside.halts()) this.#outside.resume(campaign, step, this.#time.now);
    const latest = store.query<{ now: Instant | null }>('SELECT max(now) AS now FROM ticks').get()?.now ?? 0;
    // Whoever died elsewhere with a clock that was ahead holds the ledger until then by that clock.
    const held = store.query<{ until: Instant | null }>('SELECT expires_at AS until FROM lease').get()?.until ?? 0;
    const quietFrom = Math.max(this.#time.now, latest, held) + 2 * MINUTE;
    for (const [n, after] of QUIET_TICKS.entries()) {
      this.#time.at(quietFrom + after, null, () => void this.#begin(this.#hosts[0]));
      await this.#time.pass(() => this.#time.now >= quietFrom + after && !this.#isRunning);
      if (n > 0 && isOver()) break;
    }
    return quietFrom;
  }

  async #begin(host: Host): Promise<void> {
    const process = new Process(host, this.#begun, this.#secrets);
    this.#begun += 1;
    const began = this.#time.now;
    const end = (how: string): void => {
      process.isDead = true;
      this.#endings.push({ by: process.name, began, ended: this.#time.now, how });
    };
    try {
      const how = await this.#live(process);
      if (!process.isDead) end(how);
    } catch (error) {
      if (process.isDead) return;
      if (error instanceof LifecycleError) return end(error.code);
      this.#atOnce.push(`${process.name} ended with ${error instanceof Error ? error.stack : String(error)}`);
      end('bug');
    }
  }

  get #isRunning(): boolean {
    return this.#hosts.some(({ processes }) => processes.some(({ isDead }) => !isDead));
  }

  async #live(process: Process): Promise<string> {
    const faults = this.#faults;
    const { machine } = process;
    const opened = ledgerOver(store.openFor(process, faults, this.#time), 'ledger.db', machine, () => {});
    // Counts for people to read, which take longer than everything else.
    const ledger = { ...opened, summary: () => NO_COUNTS };
    try {
      const way = openByChannel({
        email: openSmtp('smtp://mail.example:25', { connect: () => this.#receivers.connect(process) }),
        sms: this.#receivers.calls(process),
      });
      try {
        const order: RunOrder = {
          terminal: {
            ...machine,
            out: () => {},
            err: () => {},
            stdin: async () => new Uint8Array(),
            interactive: false,
            color: false,
            columns: 80,
            outColumns: 80,
            cwd: '/',
            env: {},
            interrupted: process.interruption.signal,
          },
          plan: this.#plan,
          root: '/',
          ledgerPath: 'ledger.db',
          send: { transport: 'smtp://mail.example:25', targets: {}, dkim: null },
          outDir: '/',
          ticks: [machine.now()],
          replay: false,
        };
        const progress = {
          step: (): void => {
            if (faults.strikes('crash between batches')) process.crash();
          },
        };
        const warehouse = warehouseFor(process, this.#world, this.#time, faults);
        const inForce = graftPlan(order.plan, ledger.keptCampaigns(order.plan));
        await tickAndDeliver(order, { inForce, warehouse, ledger, way, progress });
        return 'done';
      } finally {
        await way.close();
      }
    } finally {
      ledger.close();
    }
  }

  /** The ledger as somebody has it open who runs nothing. */
  get #outside(): Ledger {
    this.#opened ??= ledgerOver(store.openFor(null, this.#faults, this.#time), 'ledger.db', OUTSIDE, () => {});
    return this.#opened;
  }

  readonly #halt = (): void => {
    const { id, steps } = this.#chance.pick(this.#world.plan.campaigns);
    const step = this.#chance.pick([null, ...steps.map((each) => each.id)]);
    this.#haltFor(id, step);
  };

  #haltFor(campaign: string, step: string | null): void {
    this.#outside.halt({ campaign, step, since: this.#hosts[0].clock, reason: 'simulated' });
    const until = this.#time.now + this.#chance.between(1, 600) * MINUTE;
    this.#time.at(until, null, () => this.#outside.resume(campaign, step, this.#hosts[0].clock));
  }

  readonly #suppress = (): void => {
    const { profileId, email } = this.#chance.pick(this.#world.people).facts;
    const topic = this.#chance.pick([null, 'offers']);
    const who = this.#chance.happens(0.5) ? { profileId, address: null } : { profileId: null, address: email };
    this.#outside.suppress({ ...who, topic, since: this.#hosts[0].clock, reason: 'simulated' });
  };
}

const OUTSIDE = { session: 'outside', secretBytes: (count: number) => new Uint8Array(count), hasProcess: () => true };

const NO_COUNTS = { lastTick: null, ticks: 0, campaigns: [] };

type Accident = (host: Host, chance: Chance, time: VirtualTime) => void;

function living(host: Host): readonly Process[] {
  return host.processes.filter(({ isDead }) => !isDead);
}

const shifting =
  (offset: number): Accident =>
  (host, chance, time) => {
    host.shift(offset);
    time.at(time.now + chance.between(1, 36) * HOUR, null, () => host.shift(0));
  };

/** What happens to a machine or to whatever runs on it. */
const ACCIDENTS: readonly (readonly [fault: Fault, act: Accident])[] = [
  [
    'killed',
    (host) => {
      for (const process of living(host)) process.isDead = true;
    },
  ],
  [
    'frozen',
    (host, chance, time) => {
      for (const process of living(host)) process.frozenUntil = time.now + chance.between(1, 600) * MINUTE;
    },
  ],
  [
    'interrupted',
    (host) => {
      for (const process of living(host)) process.interruption.abort();
    },
  ],
  ['clock back an hour', shifting(-HOUR)],
  ['clock back a day', shifting(-DAY)],
  ['clock ahead a year', shifting(365 * DAY)],
  [
    'clock stands still',
    (host, chance, time) => {
      host.standStill(true);
      time.at(time.now + chance.between(1, 36) * HOUR, null, () => host.standStill(false));
    },
  ],
];

/** Whether nothing waits any more. */
function isOver(): boolean {
  const waiting = store.query<{ n: number }>(`SELECT
    (SELECT count(*) FROM messages WHERE status IN ('planned', 'claimed', 'handing_over')) +
    (SELECT count(*) FROM journeys WHERE status = 'active') AS n`);
  return waiting.get()?.n === 0;
}
