import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lockText } from '../../src/compile/lock-text.js';
import { pinCampaigns } from '../../src/compile/pin-campaigns.js';
import type { LockFile } from '../../src/model/lock-file.js';
import type { CampaignSource, Project } from '../../src/model/project.js';
import { readProject } from '../../src/read/read-project.js';

const STARTER = readFileSync('starter/lifecycle.config.yaml', 'utf8');

function read(text: string): { readonly lock: LockFile | null; readonly findings: readonly string[] } {
  const root = mkdtempSync(join(tmpdir(), 'lock-'));
  try {
    writeFileSync(join(root, 'lifecycle.config.yaml'), STARTER);
    writeFileSync(join(root, 'lifecycle.lock'), text);
    const { project, diagnostics } = readProject(root);
    const findings = diagnostics.map(({ code, message, span }) => `${span.file}:${span.start.line} ${code} ${message}`);
    return { lock: project?.lock ?? null, findings };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function campaign(id: string, holdout?: string): CampaignSource {
  return { id, file: `campaigns/${id}.yaml`, node: { ...(holdout && { holdout }) } as CampaignSource['node'] };
}

describe('the bytes of the lock', () => {
  const id = fc.stringMatching(/^[a-z0-9]{1,8}(-[a-z0-9]{1,8})?$/);
  const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
  const share = fc.integer({ min: 0, max: 10_000 }).map((count) => count / 10_000);
  const day = fc.constant('2026-03-31');
  const number = fc
    .tuple(fc.integer({ min: -999_999_999, max: 999_999_999 }), fc.integer({ min: -20, max: 3 }))
    .map(([digits, places]) => Number(`${digits}e${places}`));
  const lock = fc.record<LockFile>(
    {
      version: fc.constant(1),
      campaigns: fc.dictionary(
        id,
        fc.record({
          salt: fc.string({ unit: 'grapheme-ascii', minLength: 1 }).map((text) => `s${text.trim()}`),
          version: fc.integer({ min: 1, max: 9 }),
          shares: fc.array(share, { minLength: 1, maxLength: 4 }),
        }),
      ),
      layers: fc.dictionary(name, fc.record({ salt: name })),
      traffic: fc.dictionary(
        id,
        fc.record({
          from: day,
          to: day,
          people: fc.nat(),
          metric: name,
          window: fc.constant('14d'),
          rate: share,
          mean: number,
          spread: share,
        }),
      ),
      models: fc.dictionary(
        name,
        fc.record({
          kind: name,
          of: fc.constant('{"horizon":"30d","least":1e-7}'),
          parameters: fc.dictionary(name, fc.oneof(number, fc.array(number, { maxLength: 3 }))),
          backTest: fc.record({
            fittedUntil: day,
            testedUntil: day,
            people: fc.nat(),
            auc: share,
            calibration: share,
          }),
        }),
      ),
    },
    { requiredKeys: ['version', 'campaigns'] },
  );

  test('whatever is written is read back the same, and written again gives the same bytes', () => {
    fc.assert(
      fc.property(lock, (written) => {
        const text = lockText(written);
        const { lock: again, findings } = read(text);
        expect(findings).toEqual([]);
        expect(JSON.parse(JSON.stringify(again))).toEqual(JSON.parse(text));
        expect(lockText(again as LockFile)).toBe(text);
      }),
      { numRuns: 60 },
    );
  });

  test('it has a line for each value, and its keys are sorted', () => {
    const shares = { version: 2, shares: [0.1, 0.2], salt: 'b' };
    expect(lockText({ version: 1, campaigns: { b: shares, a: { version: 1, shares: [0], salt: 'a' } } })).toBe(`{
  "campaigns": {
    "a": {
      "salt": "a",
      "shares": [
        0
      ],
      "version": 1
    },
    "b": {
      "salt": "b",
      "shares": [
        0.1,
        0.2
      ],
      "version": 2
    }
  },
  "version": 1
}
`);
  });

  test('numbers have no exponent and no more digits than a reader takes', () => {
    const parameters = { a: 1e-9, b: -1.25e-7, c: 0.1 + 0.2, d: 1 / 3, e: [5e-324, 12_345_678.9] };
    const backTest = { fittedUntil: '2026-01-31', testedUntil: '2026-02-28', people: 1, auc: 0.7, calibration: 1 };
    const text = lockText({
      version: 1,
      campaigns: {},
      models: { m: { kind: 'k', of: '1e-9', parameters, backTest } },
    });
    expect(text).toContain('"a": 0.000000001,');
    expect(text).toContain('"b": -0.000000125,');
    expect(text).toContain('"c": 0.3,');
    expect(text).toContain('"d": 0.333333333333,');
    expect(text).toContain('"of": "1e-9"');
    expect(read(text).findings).toEqual([]);
  });
});

describe('a lock that cannot be read', () => {
  test('an unfinished merge is called one', () => {
    const text = lockText({ version: 1, campaigns: { a: { salt: 'a', version: 1, shares: [0.1] } } });
    const merged = text.replace('    "a": {', '<<<<<<< HEAD\n    "a": {');
    expect(read(merged).findings).toEqual([
      'lifecycle.lock:3 LC101 lifecycle.lock still has the marks of a merge in it',
    ]);
  });

  test('what is wrong in it has a place', () => {
    const text = '{"version": 1, "campaigns": {\n  "a": {"salt": "a", "shares": [10], "version": 1}}}';
    expect(read(text)).toEqual({ lock: null, findings: [expect.stringMatching(/^lifecycle\.lock:2 LC108 /)] });
  });

  test('an entry that stands twice, as a merge can leave it, is an error', () => {
    const entry = '"a": {"salt": "a", "shares": [0.1], "version": 1}';
    const text = `{"version": 1, "campaigns": {\n  ${entry},\n  ${entry}}}`;
    expect(read(text)).toEqual({ lock: null, findings: [expect.stringMatching(/^lifecycle\.lock:3 LC105 /)] });
  });
});

describe('pinning', () => {
  const config = { layers: {} } as unknown as Project['config'];
  const locked = (salt: string, ...shares: number[]) => ({ salt, version: 1, shares });

  test('new campaigns get their id as salt, changed holdouts are appended, and the rest stays', () => {
    const lock: LockFile = {
      version: 1,
      campaigns: { gone: locked('gone', 0.1), kept: locked('older', 0.1), more: locked('more', 0.05) },
    };
    const campaigns = [campaign('new'), campaign('more', '10%'), campaign('kept', '10%')];
    expect(pinCampaigns({ lock, campaigns, config })).toEqual({
      lock: {
        version: 1,
        campaigns: {
          gone: locked('gone', 0.1),
          kept: locked('older', 0.1),
          more: locked('more', 0.05, 0.1),
          new: locked('new', 0),
        },
      },
      added: ['new'],
      addedLayers: [],
      resized: [{ campaign: 'more', from: 0.05, to: 0.1 }],
    });
  });

  test('where nothing is missing it is the same lock', () => {
    const lock: LockFile = { version: 1, campaigns: { a: locked('a', 0.1) } };
    expect(pinCampaigns({ lock, config, campaigns: [campaign('a', '10%')] }).lock).toBe(lock);
  });

  test('a campaign that takes the id that a renamed one left does not take its arms', () => {
    const lock: LockFile = { version: 1, campaigns: { spring: locked('winter', 0.1) } };
    const { lock: now } = pinCampaigns({
      lock,
      config,
      campaigns: [campaign('spring', '10%'), campaign('winter', '10%')],
    });
    expect(now.campaigns.winter?.salt).toBe('winter-2');
  });
});
