import { describe, expect, it } from 'vitest';
import { openDuckdb } from '../../src/warehouse/duckdb.js';
import { addParquet, at, folderWith } from './fixture.js';
import { attribute, campaignWith, planWith } from './plan.js';

const NOW = at('2026-03-10T12:00:00Z');
const plan = planWith({
  attributes: {
    first: attribute('string', { pii: true }),
    age: attribute('number'),
    vip: attribute('boolean'),
    born: attribute('date'),
    seen: attribute('time'),
    country: attribute('string', { enum: ['DE', 'AT'] }),
  },
  events: { order: { value: 'number', sku: 'string' } },
  campaigns: [campaignWith({ triggers: [{ kind: 'event', event: 'order', where: [], key: null, unless: [] }] })],
});

async function load(files: Parameters<typeof folderWith>[0], parquet: Readonly<Record<string, string>> = {}) {
  const root = folderWith(files);
  for (const [name, query] of Object.entries(parquet)) await addParquet(root, name, query);
  const warehouse = await openDuckdb(plan, root, NOW);
  try {
    const ids = await warehouse.profileIds();
    return { quality: warehouse.quality, ids, facts: await warehouse.facts(ids, NOW) };
  } finally {
    await warehouse.close();
  }
}

const findings = (loaded: Awaited<ReturnType<typeof load>>) =>
  loaded.quality.findings.map(({ source, reason, count, samples }) =>
    `${source}: ${reason} ×${count} ${samples.join(' ')}`.trim(),
  );

describe('CSV profiles', () => {
  it('reads BOM, quoted commas and newlines, empty text and nulls; sets ragged rows aside with their lines', async () => {
    const loaded = await load({
      'profiles.csv':
        '\uFEFFid,email,first,age\r\n1,a@x.test,"Ann, ""A""",41\r\n2,b@x.test\r\n3,c@x.test,"two\nlines",\r\n4,d@x.test,Dan,1,2\r\n\r\n5,e@x.test,"",x\r\n6,f@x.test,un"q"uoted,3\r\n',
      'events.ndjson': '',
    });
    expect(loaded.facts.map((f) => [f.profileId, f.attributes.first, f.attributes.age])).toEqual([
      ['1', 'Ann, "A"', 41],
      ['3', 'two\nlines', null],
      ['5', '', null],
      ['6', 'un"q"uoted', 3],
    ]);
    expect(findings(loaded)).toMatchInlineSnapshot(`
      [
        "profiles: fewer fields than the header ×1 profiles.csv:3",
        "profiles: more fields than the header ×1 profiles.csv:5",
        "profiles: no column "tz" ×6 profiles.csv",
        "profiles: no column "lang" ×6 profiles.csv",
        "profiles: value of "age" does not fit number ×1 profiles.csv:8 "x"",
      ]
    `);
  });
});
