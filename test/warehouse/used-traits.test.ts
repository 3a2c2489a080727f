import { describe, expect, it } from 'vitest';
import type { Condition } from '../../src/model/condition.js';
import type { CompiledTemplate, Plan, PlanTrait } from '../../src/model/plan.js';
import type { Population } from '../../src/model/population.js';
import { openDuckdb } from '../../src/warehouse/duckdb.js';
import { asksForTrait } from '../../src/warehouse/used-traits.js';
import { email } from '../decide/world.js';
import { at } from './fixture.js';
import { campaignWith, planWith } from './plan.js';
import { gapOfOrders } from './populations-of-orders.js';
import { type Row, shop } from './shop.js';

const rich: Condition = { kind: 'attribute', name: 'gap.own', test: { op: 'exists', value: true } };
const shows = (html: string): Partial<Plan> => ({
  templates: { t: { en: { html, subject: '', text: '', from: null } as unknown as CompiledTemplate } },
});
const campaigns = (part: Parameters<typeof campaignWith>[0]): Partial<Plan> => ({ campaigns: [campaignWith(part)] });

describe('what a plan asks for', () => {
  it.each<[string, Partial<Plan>]>([
    ['a segment', { segments: { rich } }],
    ['a stage', { stages: [{ id: 's', when: { kind: 'not', of: rich } }] }],
    ['an audience', campaigns({ audience: { kind: 'all', of: [rich] } })],
    ['an exit', campaigns({ exitOn: [rich] })],
    ['a step', campaigns({ steps: [{ ...email('s'), when: rich }] })],
    ['a trigger', campaigns({ triggers: [{ kind: 'inactive', event: 'order', for: { trait: 'gap.own' } }] })],
    ['a delay', campaigns({ steps: [{ ...email('s'), delay: { for: null, at: { trait: 'gap' }, on: null } }] })],
    ['a block', { blocks: { b: { rules: [{ when: rich, partial: 'p' }] } } }],
    ['a template', shows('<p>Every {{ profile.gap.own }} days</p>')],
    ['a template with brackets', shows('{{ profile["gap"].own }}')],
    ['a template that goes by a name of its own', shows('{% assign it = "gap" %}{{ profile[it].own }}')],
    ['a template that takes any field', shows('{{ profile[event.field] }}')],
    ['a template that passes the profile on', shows('{% assign p = profile %}')],
  ])('is known of %s', (_, part) => {
    expect(asksForTrait(planWith(part), 'run')('gap.own')).toBe(true);
  });

  it('is nothing where only other fields, and other words, are written', () => {
    const part = {
      ...shows('<p>Your profile, {{ profile.first_name }}</p>'),
      segments: { few: { ...rich, name: 'orders' } as Condition },
    };
    expect(asksForTrait(planWith(part), 'run')('gap.own')).toBe(false);
  });
});

it('leaves the values that are asked for as they are when nothing asks for others', async () => {
  const gap = gapOfOrders(0, 1);
  const hour: Population = { kind: 'best_hour', events: ['order'], refresh: 'weekly', within: null };
  const frozen = (population: Population, part: string): PlanTrait => ({
    trait: { kind: 'frozen', population, part },
    type: 'number',
    nullable: true,
  });
  const traits = {
    'gap.own': frozen(gap, 'own'),
    'gap.population_mean': frozen(gap, 'population_mean'),
    hour: frozen(hour, 'value'),
  };
  const events = ['2026-03-01', '2026-03-05', '2026-03-06', '2026-03-20'].map(
    (day): Row => ['order', 'ann', `${day}T10:00:00Z`],
  );
  const framesFor = async (asked: readonly string[]) => {
    const segments = Object.fromEntries(asked.map((name, i) => [`s${i}`, { ...rich, name } as Condition]));
    const { warehouse } = await shop(openDuckdb, { plan: { traits, segments }, profiles: ['ann', 'bob'], events });
    const facts = await warehouse.facts(['ann', 'bob'], at('2026-03-28T00:00:00Z'), at('2026-03-02T00:00:00Z'));
    await warehouse.close();
    return facts.map(({ frames = [] }) =>
      frames.map(({ from, values }) => [from, values['gap.own'], values['gap.population_mean'], 'hour' in values]),
    );
  };
  const some = await framesFor(['gap.own']);
  const known = (frames: Awaited<ReturnType<typeof framesFor>>) =>
    frames.map((each) => each.map(([from, own, mean]) => `${from} ${own} ${mean}`));
  const changes = (lines: readonly string[]) =>
    lines.map((line) => line.slice(line.indexOf(' '))).filter((line, i, all) => line !== all[i - 1]);
  const all = await framesFor(['gap.own', 'hour']);
  expect(known(some).map(changes)).toEqual(known(all).map(changes));
  expect(some.flat().map((each) => each[3])).not.toContain(true);
  expect(all.flat().map((each) => each[3])).toContain(true);
  expect(await framesFor([])).toEqual([[], []]);
});
