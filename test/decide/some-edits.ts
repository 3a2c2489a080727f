import fc from 'fast-check';
import { everyStep } from '../../src/model/every-step.js';
import type { Facts } from '../../src/model/facts.js';
import type { Action, Plan, PlanCampaign, Step } from '../../src/model/plan.js';
import type { Instant } from '../../src/model/value.js';
import { at, campaign, email, event, HOUR, has, lasting, planWith, profile } from './world.js';

/** Some person under a plan that is edited again and again: one plan for each tick, the first only to begin. */
export interface EditedWorld {
  readonly facts: Facts;
  readonly ticks: readonly { readonly now: Instant; readonly plan: Plan; readonly edit: string }[];
}

const BEGIN = at('2026-03-01T00:00');
const DELAYS = ['0m', '6h', '1d', '2d', '3d'];
const MOST_DAYS = 400;

const number = fc.nat(1000);

/** Numbers from which a world is made: what fast-check shows of a world that went wrong. */
export interface Choices {
  readonly steps: readonly (readonly [number, number, number])[];
  readonly edits: readonly Numbers[];
  /** The hours of the entries, and of the orders. */
  readonly entries: readonly number[];
  readonly orders: readonly number[];
  readonly follow: boolean;
  readonly gaps: readonly number[];
}

/** Small worlds: up to five steps, up to four edits, up to three entries of one person. */
export const someChoices: fc.Arbitrary<Choices> = fc.record({
  steps: fc.array(fc.tuple(number, number, number), { minLength: 1, maxLength: 5 }),
  edits: fc.array(fc.tuple(number, number, number, number), { minLength: 1, maxLength: 4 }),
  entries: fc.array(fc.nat(12 * 24), { minLength: 1, maxLength: 3 }),
  orders: fc.array(fc.nat(30 * 24), { maxLength: 2 }),
  follow: fc.constantFrom(true, true, false),
  gaps: fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 8, maxLength: 8 }),
});

/** Makes the world that such numbers stand for. */
export function editedWorld({ steps, edits, entries, orders, follow, gaps }: Choices): EditedWorld {
  const author = new Author(steps, follow);
  const ticks: { now: Instant; plan: Plan; edit: string }[] = [{ now: BEGIN, plan: author.plan, edit: '' }];
  let now = BEGIN;
  const tick = (hours: number, edit: string): void => {
    now += hours * HOUR;
    ticks.push({ now, plan: author.plan, edit });
  };
  edits.forEach((edit, i) => {
    tick(gaps[2 * i] ?? 24, '');
    const what = author.edit(edit);
    tick(gaps[2 * i + 1] ?? 24, what);
  });
  tick(30 * 24, author.republish());
  tick(MOST_DAYS * 24, '');
  const events = [
    ...entries.map((hour, i) => event(BEGIN + (hour + 1) * HOUR, 'cart', { cart_id: `c${i}` }, `cart-${i}`)),
    ...orders.map((hour, i) => event(BEGIN + hour * HOUR + 1, 'order', {}, `order-${i}`)),
  ];
  return { facts: profile([...events].sort((a, b) => a.time - b.time)), ticks };
}

type Numbers = readonly [number, number, number, number];

/** Edits a campaign as people do. What a message is stands in its subject, and stays there whatever its step is called. */
class Author {
  #campaign: PlanCampaign;
  #keen: Plan['segments'][string] = has('order');
  #isOut = false;
  readonly #before: PlanCampaign[] = [];
  #ids = 0;
  #plans = 0;
  plan: Plan;

  constructor(steps: readonly (readonly [number, number, number])[], follow: boolean) {
    this.#campaign = campaign('c', {
      triggers: [{ kind: 'event', event: 'cart', where: [], key: 'cart_id', unless: [] }],
      reentry: { kind: 'always' },
      inFlight: follow ? 'follow' : 'pinned',
      steps: steps.map((each) => this.#step(...each)),
    });
    this.plan = this.#build();
  }

  republish(): string {
    if (!this.#isOut) return '';
    this.#isOut = false;
    this.plan = this.#build();
    return 'republish';
  }

  edit([kind, a, b, c]: Numbers): string {
    const before = this.#campaign;
    const what = this.#change(kind % 20, a, b, c);
    if (this.#campaign !== before) this.#before.push(before);
    this.plan = this.#build();
    return what;
  }

  #change(kind: number, a: number, b: number, c: number): string {
    const now = this.#campaign;
    const { steps } = now;
    const ids = everyStep(steps).map(({ id }) => id);
    const id = ids[a % ids.length]!;
    const put = (change: Partial<PlanCampaign>): void => {
      this.#campaign = { ...this.#campaign, ...change };
    };
    switch (kind) {
      case 0:
      case 1: {
        const to = this.#id();
        const renamed = mapSteps(steps, (one) => (one.id === id ? [{ ...one, id: to }] : [one]));
        // What was sent long ago comes again behind everything else.
        const last = kind === 0 ? renamed.filter((one) => one.id === to) : [];
        put({
          steps: [...renamed.filter((one) => !last.includes(one)), ...last],
          moved: [...now.moved, { from: id, to }],
        });
        return `rename ${id} ${to}`;
      }
      case 2: {
        const to = this.#id();
        put({
          steps: mapSteps(steps, (one) => (one.id === id ? [{ ...one, id: to, action: anew(one.action, to) }] : [one])),
        });
        return `replace ${id} ${to}`;
      }
      case 3:
      case 4: {
        const [from, to] = [b % steps.length, c % steps.length];
        const list = [...steps];
        list.splice(to, 0, ...list.splice(from, 1));
        put({ steps: list });
        return `reorder ${from} ${to}`;
      }
      case 5:
      case 6: {
        const list = [...steps];
        list.splice(b % (steps.length + 1), 0, this.#step(a, b, c));
        put({ steps: list });
        return 'insert';
      }
      case 7:
      case 8:
      case 9:
      case 10: {
        if (steps.length < 2 && ids.length < 2) return 'nothing';
        const gone = everyStep(steps.flatMap((one) => everyStep([one]).filter((each) => each.id === id))).map(
          (one) => one.id,
        );
        const left = mapSteps(steps, (one) => (one.id === id ? [] : [one]));
        if (left.length === 0) return 'nothing';
        const how = [null, 'next', 'exit', 'drain'][kind - 7] as 'next' | 'exit' | 'drain' | null;
        // biome-ignore lint/suspicious/noThenProperty: nobody awaits it.
        const removed = how === null ? [] : [...new Set(gone)].map((step) => ({ step, then: how }));
        put({ steps: left, removed: [...now.removed, ...removed] });
        return `delete ${gone.join()} ${how}`;
      }
      case 11: {
        put({
          steps: mapSteps(steps, (one) =>
            one.action.kind === 'split'
              ? [
                  {
                    ...one,
                    action: {
                      ...one.action,
                      variants: one.action.variants.map((each, i) => ({ ...each, weight: i === b % 2 ? 0.9 : 0.1 })),
                    },
                  },
                ]
              : [one],
          ),
        });
        return 'weights';
      }
      case 12:
      case 13:
        put({ steps: mapSteps(steps, (one) => (one.id === id ? [{ ...one, delay: delayOf(b) }] : [one])) });
        return `delay ${id} ${DELAYS[b % DELAYS.length]}`;
      case 14: {
        const text = (one: Step): Step =>
          one.action.kind === 'message' ? { ...one, action: { ...one.action, template: `t${b}` } } : one;
        put({ steps: mapSteps(steps, (one) => [one.id === id ? text(one) : one]) });
        return 'template';
      }
      case 15:
        put({ audience: b % 2 === 0 ? null : { kind: 'not', of: has('order') } });
        return 'audience';
      case 16:
        this.#isOut = !this.#isOut;
        return this.#isOut ? 'unpublish' : 'republish';
      case 17: {
        const before = this.#before[b % Math.max(1, this.#before.length)];
        if (before !== undefined) this.#campaign = before;
        return 'revert';
      }
      case 18:
        if (b % 3 === 0) put({ moved: [], removed: [], steps: [...steps.slice(1), ...steps.slice(0, 1)] });
        else put({ inFlight: now.inFlight === 'follow' ? 'pinned' : 'follow' });
        return b % 3 === 0 ? 'forget renames' : 'policy';
      default:
        if (b % 2 === 0) this.#keen = c % 2 === 0 ? has('cart') : has('order');
        else put({ exitOn: c % 3 === 0 ? [] : [c % 3 === 1 ? has('order') : { kind: 'segment', segment: 'keen' }] });
        return 'conditions';
    }
  }

  #build(): Plan {
    this.#plans += 1;
    return planWith({
      hash: `sha256:${this.#plans}`,
      segments: { keen: this.#keen },
      campaigns: this.#isOut ? [] : [this.#campaign],
    });
  }

  #id(): string {
    this.#ids += 1;
    return `s${this.#ids}`;
  }

  #step(kind: number, a: number, b: number): Step {
    const letter = (): Step => {
      const id = this.#id();
      const step = email(id);
      return { ...step, delay: delayOf(a), action: anew(step.action, id) };
    };
    const own = { delay: delayOf(b), when: null };
    switch (kind % 8) {
      case 0: {
        const inside = [[letter()], b % 2 === 0 ? [] : [letter(), letter()]];
        const variants = inside.map((steps, i) => ({ id: `v${i}`, weight: 0.5, steps }));
        return { ...own, id: this.#id(), action: { kind: 'split', variants } };
      }
      case 1: {
        const branches = [
          { when: { kind: 'segment' as const, segment: 'keen' }, steps: [letter()] },
          { when: null, steps: a % 2 === 0 ? [] : [letter()] },
        ];
        return { ...own, id: this.#id(), action: { kind: 'branch', branches } };
      }
      case 2: {
        const awaited =
          b % 2 === 0
            ? { kind: 'event' as const, event: 'order', where: [] }
            : { kind: 'condition' as const, condition: { kind: 'segment' as const, segment: 'keen' } };
        return {
          ...own,
          id: this.#id(),
          action: {
            kind: 'wait_for',
            for: awaited,
            within: lasting(DELAYS[1 + (a % 4)]!),
            met: [letter()],
            otherwise: a % 3 === 0 ? [letter()] : [],
          },
        };
      }
      case 3:
        return { ...letter(), when: { kind: 'not', of: { kind: 'segment', segment: 'keen' } } };
      default:
        return letter();
    }
  }
}

function delayOf(n: number): Step['delay'] {
  return { for: lasting(DELAYS[n % DELAYS.length]!), at: n % 7 === 0 ? 600 : null, on: null };
}

/** A message that nobody had before. */
function anew(action: Action, subject: string): Action {
  return action.kind === 'message' ? { ...action, subject } : action;
}

function mapSteps(steps: readonly Step[], map: (step: Step) => readonly Step[]): readonly Step[] {
  return steps.flatMap((step) =>
    map(step).map((one): Step => {
      const { action } = one;
      const inside = (list: readonly Step[]): readonly Step[] => mapSteps(list, map);
      if (action.kind === 'split')
        return {
          ...one,
          action: { ...action, variants: action.variants.map((each) => ({ ...each, steps: inside(each.steps) })) },
        };
      if (action.kind === 'branch')
        return {
          ...one,
          action: { ...action, branches: action.branches.map((each) => ({ ...each, steps: inside(each.steps) })) },
        };
      if (action.kind === 'wait_for')
        return { ...one, action: { ...action, met: inside(action.met), otherwise: inside(action.otherwise) } };
      return one;
    }),
  );
}
