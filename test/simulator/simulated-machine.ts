import type { Machine } from '../../src/model/machine.js';
import type { Instant } from '../../src/model/value.js';
import type { Chance } from './chance.js';
import type { Owner, VirtualTime } from './virtual-time.js';

/** What a dead process meets wherever it would act; nobody outside ever sees it. */
export class Crash extends Error {}

/** A machine with a clock that may be wrong. */
export class Host {
  readonly processes: Process[] = [];
  #offset = 0;
  #stoodStillAt: Instant | null = null;

  constructor(
    readonly name: string,
    readonly time: VirtualTime,
  ) {}

  /** What its clock shows. */
  get clock(): Instant {
    return (this.#stoodStillAt ?? this.time.now) + this.#offset;
  }

  /** The clock is wrong by so much from now on. */
  shift(offset: number): void {
    this.#offset = offset;
  }

  standStill(doesIt: boolean): void {
    this.#stoodStillAt = doesIt ? this.time.now : null;
  }
}

let session = 0;

/** One run of the program. */
export class Process implements Owner {
  readonly machine: Machine;
  readonly interruption = new AbortController();
  isDead = false;
  frozenUntil = 0;

  constructor(
    readonly host: Host,
    readonly number: number,
    chance: Chance,
  ) {
    // Numbers come round again.
    const pid = 100 + (number % 3);
    session += 1;
    const { time } = host;
    this.machine = {
      host: host.name,
      pid,
      session: String(session),
      now: () => host.clock,
      sleep: (ms, signal) =>
        new Promise((resolve) => {
          if (ms <= 0 || signal.aborted) return resolve();
          const wake = (): void => {
            signal.removeEventListener('abort', wake);
            resolve();
          };
          signal.addEventListener('abort', wake, { once: true });
          time.at(time.now + ms, this, wake);
        }),
      every: (ms, act) => {
        let isOn = true;
        const again = (): void =>
          time.at(time.now + ms, this, () => {
            if (!isOn) return;
            act();
            again();
          });
        again();
        return () => {
          isOn = false;
        };
      },
      endOfTurn: (act) => time.at(time.now, this, act),
      secretBytes: (count) => chance.bytes(count),
      hasProcess: (other) => host.processes.some((one) => !one.isDead && one.machine.pid === other),
    };
    host.processes.push(this);
  }

  get name(): string {
    return `${this.host.name}#${this.number}`;
  }

  /** It is gone from this moment: nothing that it began goes on. */
  crash(): never {
    this.isDead = true;
    throw new Crash(this.name);
  }
}
