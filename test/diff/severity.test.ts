import fc from 'fast-check';
import { expect, it } from 'vitest';
import { diffPlans } from '../../src/diff/diff-plans.js';
import type { Level } from '../../src/model/change.js';
import type { Decision } from '../../src/model/decision.js';
import { EditedPlans } from '../decide/edited-plans.js';
import { type Choices, type EditedWorld, editedWorld, someChoices } from '../decide/some-edits.js';

const CASES = Number(process.env.SEVERITY_CASES ?? 250);

/** What came of those who were inside at the moment of the edit: with it, and without. */
interface Fates {
  readonly lost: readonly string[];
  readonly extra: readonly string[];
  /** Steps out of which somebody fell. */
  readonly fallen: readonly string[];
}

function fatesOf({ facts, ticks }: EditedWorld): Fates {
  const live = (
    follows: boolean,
  ): { readonly inside: ReadonlySet<string>; readonly decisions: readonly Decision[] } => {
    const world = new EditedPlans(facts.profileId);
    const inside = new Set<string>();
    ticks.forEach(({ now, plan }, at) => {
      if (at === 2) {
        for (const { status, occasion } of world.history.journeys) if (status === 'active') inside.add(occasion);
      }
      world.tick(follows ? plan : (ticks[1]?.plan ?? plan), facts, now);
    });
    return { inside, decisions: world.all };
  };
  const [edited, plain] = [live(true), live(false)];
  const got = (decisions: readonly Decision[]): readonly string[] =>
    decisions.flatMap((one) =>
      one.kind === 'planned' && edited.inside.has(one.message.occasion)
        ? [`${one.message.occasion} ${one.message.subject}`]
        : [],
    );
  const [now, before] = [got(edited.decisions), got(plain.decisions)];
  return {
    lost: before.filter((message) => !now.includes(message)),
    extra: now.filter((message) => !before.includes(message)),
    fallen: edited.decisions.flatMap((one) =>
      one.kind === 'moved' ? (/^step (.*) removed$/.exec(one.journey.reason ?? '')?.[1] ?? []) : [],
    ),
  };
}

/** One edit, of people to whom nothing happens but that they enter: what they get depends on the plan alone. */
const oneEdit: fc.Arbitrary<Choices> = someChoices.map((choices) => ({
  ...choices,
  edits: choices.edits.slice(0, 1),
  orders: [],
}));

it('nobody who is inside fares worse than the level of the changes says', () => {
  fc.assert(
    fc.property(oneEdit, (choices) => {
      const world = editedWorld(choices);
      const [old, now] = [world.ticks[1]?.plan, world.ticks[2]?.plan];
      if (old === undefined || now === undefined) return;
      const { changes } = diffPlans(old, now, { census: null, now: world.ticks[2]?.now ?? 0 });
      const isSaid = now.campaigns.some(({ removed }) => removed.length > 0);
      const levels = new Set<Level>(
        changes.filter(({ judgement }) => judgement.touches !== 'outside').map(({ level }) => level),
      );
      const { lost, extra, fallen } = fatesOf(world);
      const told = `${world.ticks[2]?.edit}: ${changes.map(({ code, level }) => `${code} ${level}`).join(', ')}`;
      // Somebody is left without a step: that is what breaking means.
      if (fallen.length > 0 && !isSaid) expect(levels, told).toContain('breaking');
      if (isSaid || levels.has('breaking') || levels.has('dangerous')) return;
      expect(lost, told).toEqual([]);
      const isLonger = changes.some(({ code, policy }) => code === 'LC803' && policy === 'follow');
      if (!isLonger) expect(extra, told).toEqual([]);
    }),
    { numRuns: CASES },
  );
}, 300_000);

it('edits do hurt in these worlds: somebody loses a message, somebody falls out of every step', () => {
  const fates = fc.sample(oneEdit, { numRuns: 200, seed: 5 }).map((choices) => fatesOf(editedWorld(choices)));
  expect(fates.filter(({ lost }) => lost.length > 0).length).toBeGreaterThan(3);
  expect(fates.filter(({ fallen }) => fallen.length > 0).length).toBeGreaterThan(0);
});
