import { describe, expect, it } from 'vitest';
import { changeKinds } from '../../src/diff/change-kinds.js';
import { diffPlans } from '../../src/diff/diff-plans.js';
import { locateChanges } from '../../src/diff/locate-change.js';
import type { Census } from '../../src/model/census.js';
import { CHANGE_NAMES } from '../../src/model/change-names.js';
import type { DiffReport } from '../../src/model/diff-report.js';
import { printDiff } from '../../src/report/diff/text.js';
import { EDITS, type Edit } from './changes.js';
import { built, counted, edit, type Files, shop } from './shop.js';

const NOW = Date.parse('2026-06-01T12:00:00Z');

function filesOf({ before = {}, edits }: Edit, policy: 'pinned' | 'follow'): readonly [Files, Files] {
  const old = edit(shop(policy), inPolicy(before, policy));
  const now = edit(old, edits);
  const other = policy === 'pinned' ? 'follow' : 'pinned';
  return [
    old,
    Object.fromEntries(
      Object.entries(now).map(([path, text]) => [
        path,
        text === 'MONTHLY' ? (old['campaigns/monthly.yaml'] ?? '') : text.replace(/OTHER\w+/, other),
      ]),
    ),
  ];
}

/** Whole files that a case brings along know no policy. */
function inPolicy(before: Edit['edits'], policy: string): Edit['edits'] {
  return Object.fromEntries(
    Object.entries(before).map(([path, change]) => [
      path,
      path === 'campaigns/cart.yaml' && typeof change === 'string'
        ? change.replace('stage: [active, prospect]\n', `stage: [active, prospect]\nin_flight: ${policy}\n`)
        : change,
    ]),
  );
}

async function reportOf(files: readonly [Files, Files], census: Census | null) {
  const [old, now] = await Promise.all(files.map(built));
  if (old === undefined || now === undefined) throw new Error('two plans');
  const diff = diffPlans(old.plan, now.plan, { census, now: NOW });
  const report: DiffReport = {
    against: 'main',
    of: 'the work tree',
    failOn: 'breaking',
    ...locateChanges(diff, now.project),
    census,
  };
  const texts = new Map(now.project.sources.map(({ path, text }) => [path, text]));
  return {
    report,
    text: (all: boolean) => printDiff(report, { color: false, all, sources: (file) => texts.get(file) ?? null }),
  };
}

/** The lines that depend on who is inside. */
function levels({ changes }: DiffReport): string {
  const lines = changes
    .filter(({ code }) => code !== 'LC899')
    .map(({ code, campaign, step, level, classed, affects }) => {
      const people = affects && `${affects.before} before, ${affects.waiting} waiting, ${affects.past} past`;
      return `${[campaign, step].filter(Boolean).join('/') || 'the project'}: ${level}[${code}]${level === classed ? '' : ` (${classed} without a census)`}; ${people}\n`;
    });
  return lines.join('');
}

const CENSUSES: Readonly<Record<string, Census>> = {
  '3 people in each step': counted(3, ['goodbye', 'help', 'offer', 'reminder', 'thanks']),
  'all 3 people in the first step': counted(3, ['help']),
  'nobody in each step': counted(0, []),
};

describe('what an edit does to people', () => {
  it.each(Object.entries(EDITS))('%s', async (name, one) => {
    const parts: string[] = [];
    for (const policy of ['follow', 'pinned'] as const) {
      const files = filesOf(one, policy);
      const { report, text } = await reportOf(files, null);
      expect([...new Set(report.changes.map(({ code }) => code))].sort()).toEqual([...one.codes].sort());
      parts.push(`in_flight: ${policy}\n\n${text(true)}`);
      for (const [whom, census] of Object.entries(CENSUSES)) {
        const counts = await reportOf(files, census);
        parts.push(`in_flight: ${policy}, ${whom}\n\n${levels(counts.report)}`);
      }
    }
    await expect(parts.join('\n---\n\n')).toMatchFileSnapshot(`cases/${name}.txt`);
  });

  it('says every kind of change, under the name that "accepts" takes', () => {
    const told = new Set(Object.values(EDITS).flatMap(({ codes }) => codes));
    expect([...told].sort()).toEqual(changeKinds.map(({ code }) => code));
    expect(changeKinds.slice(0, -1).map(({ name }) => name)).toEqual(CHANGE_NAMES);
    expect(changeKinds.slice(0, -1).map(({ code }) => code)).toEqual(CHANGE_NAMES.map((_, at) => `LC${801 + at}`));
  });
});
