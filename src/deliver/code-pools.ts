import { resolve } from 'node:path';
import type { Ledger } from '../ledger/ledger.js';
import { LifecycleError } from '../model/failure.js';
import type { Plan } from '../model/plan.js';
import { readCodes } from './read-codes.js';

/** The codes of every incentive that has some: which message gets which. */
export interface CodePools {
  /** Whether messages with this incentive need a code. */
  has(incentive: string | null): incentive is string;
  /** The code of a message: the one it was given before, else the next of the file that nobody got; null when there is none left. Given for good only with the message's first attempt. */
  codeFor(message: { readonly id: string; readonly incentive: string | null }): string | null;
  /** The code that a message would get that never goes: nobody is given it. */
  showFor(message: { readonly incentive: string | null }): string | null;
  /** How many of these messages would get no code, by incentive. */
  shortage(
    messages: readonly { readonly id: string; readonly incentive: string | null }[],
  ): ReadonlyMap<string, { readonly wanted: number; readonly left: number }>;
}

/** Opens the pools of a plan; throws LC925 where a file of codes cannot be used. What the ledger says was given is never given again, whatever the file or the incentive is called now. */
export function openCodePools(plan: Plan, root: string, ledger: Pick<Ledger, 'givenCodes'>): CodePools {
  const files = Object.entries(plan.incentives).flatMap(([id, { codes }]) =>
    codes === null ? [] : [[id, codes] as const],
  );
  const given = files.length === 0 ? new Map<string, string>() : new Map(ledger.givenCodes());
  const taken = new Set([...given.values()].map((code) => code.toLowerCase()));
  const listed = new Map<string, string>();
  const pools = new Map<string, string[]>();
  for (const [id, file] of files) {
    const twin = files.find(([other, path]) => other !== id && resolve(root, path) === resolve(root, file));
    if (twin !== undefined) {
      throw new LifecycleError('LC925', `the incentives "${id}" and "${twin[0]}" give codes of one file, ${file}`, [
        'give each a file of its own, or their messages the same incentive: a code stands for one promise',
      ]);
    }
    const codes = readCodes(root, file);
    for (const code of codes) {
      const other = listed.get(code.toLowerCase());
      if (other !== undefined) {
        throw new LifecycleError('LC925', `the code "${code}" is in ${other} and in ${file}`, [
          'take it out of one of them: a code is given once',
        ]);
      }
    }
    for (const code of codes) listed.set(code.toLowerCase(), file);
    pools.set(id, codes.filter((code) => !taken.has(code.toLowerCase())).reverse());
  }
  return {
    has: (incentive): incentive is string => incentive !== null && pools.has(incentive),
    codeFor({ id, incentive }) {
      const known = given.get(id);
      if (known !== undefined) return known;
      const next = incentive === null ? undefined : pools.get(incentive)?.pop();
      if (next === undefined) return null;
      // Kept for this message while this process lives, so that preparing it again takes no second one.
      given.set(id, next);
      return next;
    },
    showFor: ({ incentive }) => (incentive === null ? null : (pools.get(incentive)?.at(-1) ?? null)),
    shortage(messages) {
      const wanted = new Map<string, number>();
      for (const { id, incentive } of messages) {
        if (incentive === null || !pools.has(incentive) || given.has(id)) continue;
        wanted.set(incentive, (wanted.get(incentive) ?? 0) + 1);
      }
      const short = [...wanted].map(
        ([id, count]) => [id, { wanted: count, left: pools.get(id)?.length ?? 0 }] as const,
      );
      return new Map(short.filter(([, one]) => one.wanted > one.left));
    },
  };
}
