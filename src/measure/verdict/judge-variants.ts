import { levelId, readLevels } from '../../model/factors.js';
import type { AskedTest, Economics, TestedVariant, TestReport } from '../../model/measurement.js';
import type { Sums, TestReading } from '../../model/reading.js';
import { holm } from '../stats/multiplicity.js';
import { addSums, armValue, NOBODY, sumsBefore } from './arm-sums.js';
import { boundValue } from './bound-value.js';
import { unitOf } from './compare-arms.js';
import { contrastArms } from './contrast-arms.js';
import { FEWEST, fewestActive } from './fewest-active.js';

const ALPHA = 0.05;

/** People who got one variant, or one level of a factor, and what they add up to. */
interface Cell {
  readonly id: string;
  readonly exposed: number;
  readonly sums: Sums;
}

/**
 * How the variants of a test did: each against the one written first, and of factors each level against the first of its factor, over all levels of the others. Compared once, when there is a winner and
 * everybody's window is over, so that whoever looks every day sees no more than whoever looks last. The p are corrected for one another (Holm), the intervals of the differences hold together (Bonferroni).
 */
export function judgeVariants(
  { step, metric, sample, factors }: AskedTest,
  { since, verdict, variants }: Pick<TestReading, 'since' | 'verdict' | 'variants'>,
  economics: Economics | null,
): TestReport {
  const cells = variants.map(({ variant, exposed, counted }): Cell => {
    return { id: variant, exposed, sums: sumsBefore(counted ?? undefined, null).sent };
  });
  const winners = factors === null ? [] : Object.entries(readLevels(verdict?.winner ?? null)).map(toLevelId);
  const groups =
    factors === null
      ? [{ factor: null, cells, won: verdict?.winner ?? null }]
      : factors.map(({ name, levels }) => ({
          factor: name,
          cells: levels.map((level) => levelCell(cells, name, level)),
          won: winners.find((id) => levels.some((level) => levelId(name, level) === id)) ?? null,
        }));
  const state = stateOf(since, verdict, cells);
  const isSettled = state === 'settled';
  const family = groups.reduce((sum, group) => sum + group.cells.length - 1, 0);
  const compared = groups.map((group) =>
    group.cells.map((cell, i) => {
      const first = group.cells[0];
      const arms = first && { sent: cell.sums, held: first.sums };
      if (!isSettled || i === 0 || arms === undefined) return null;
      return fewestActive(metric.measure, arms) < FEWEST ? null : contrastArms(metric.measure, arms, ALPHA / family);
    }),
  );
  const contrasts = compared.flat().filter((one) => one !== null);
  const adjusted = holm(contrasts.flatMap(({ p }) => p ?? [])).values();
  return {
    step,
    metric: metric.metric,
    better: metric.better,
    unit: metric.metric === economics?.revenue ? 'money' : unitOf(metric.measure),
    sample,
    since,
    state,
    verdict,
    groups: groups.map(({ factor, cells: of, won }, g) => ({
      factor,
      variants: of.map(({ id, exposed, sums }, i): TestedVariant => {
        const contrast = compared[g]?.[i] ?? null;
        const value = armValue(sums);
        return {
          variant: id,
          won: id === won,
          exposed,
          people: sums.people,
          active: sums.active,
          value: isSettled
            ? boundValue(metric.measure, sums, null, ALPHA)
            : value === null
              ? null
              : { value, low: null, high: null },
          against: contrast && {
            absolute: contrast.absolute,
            relative: contrast.relative,
            p: contrast.p,
            adjustedP: contrast.p === null ? null : (adjusted.next().value ?? null),
          },
        };
      }),
    })),
    method: contrasts[0]?.method ?? null,
    notes: notesOn(state, family - contrasts.length, factors !== null),
  };
}

function stateOf(since: number | null, verdict: TestReport['verdict'], cells: readonly Cell[]): TestReport['state'] {
  if (since === null) return 'not_begun';
  if (verdict === null) return 'running';
  return cells.every(({ exposed, sums }) => sums.people === exposed) ? 'settled' : 'counting';
}

function toLevelId([name, level]: readonly [string, string]): string {
  return levelId(name, level);
}

function levelCell(cells: readonly Cell[], factor: string, level: string): Cell {
  const those = cells.filter(({ id }) => readLevels(id)[factor] === level);
  return {
    id: levelId(factor, level),
    exposed: those.reduce((sum, { exposed }) => sum + exposed, 0),
    sums: those.reduce((sum, { sums }) => addSums(sum, sums), NOBODY),
  };
}

function notesOn(state: TestReport['state'], silent: number, hasFactors: boolean): readonly string[] {
  const notes = {
    not_begun: [],
    running: ['It is compared once, when there is a winner and the time of everybody who got a variant is over.'],
    counting: ['It is compared once the time of everybody who got a variant is over.'],
    settled: [
      'The one that did best was chosen because it looked best: its lead is partly luck, and is smaller among those who got it since.',
      ...(hasFactors ? ['Each level is told over all levels of the other factors, for chance dealt them apart.'] : []),
      ...(silent > 0
        ? [`Where fewer than ${FEWEST} people of either have anything to count, nothing is compared.`]
        : []),
    ],
  };
  return notes[state];
}
