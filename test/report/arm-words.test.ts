import { expect, test } from 'vitest';
import { campaignFacts, policySentences } from '../../src/report/docs/campaign-words.js';
import { showPlan } from '../../src/report/plan/show-plan.js';
import { reasonWords } from '../../src/report/run/reason-words.js';
import { campaign, email, planWith } from '../decide/world.js';

const unit = { attribute: 'household_id', isPersonal: false };
const layer = { name: 'lapsed', salt: 'lapsed', from: 0, to: 600 };
const triggers = [{ kind: 'event', event: 'viewed', where: [], key: null, unless: [] }] as const;
const hello = campaign('hello', { triggers, steps: [email('a')], layer });
const plan = planWith({ holdouts: { global: 0, salt: 'test', unit }, campaigns: [hello] });
const LAYER =
  '60% of people may enter, by chance: they enter no other campaign of the layer "lapsed", and nobody else enters this one';
const UNIT = 'Chance takes everybody with the same "household_id" for one';

test('what is read of a plan says who is in which campaign of a layer, and who is treated alike', () => {
  const shown = showPlan(plan).replace(/\s+/g, ' ');
  expect(shown).toContain(`Layer ${LAYER}`);
  expect(shown).toContain(UNIT);
  expect(showPlan(planWith({ campaigns: [campaign('hello', { triggers, steps: [email('a')] })] }))).not.toContain(
    'Layer',
  );
});

test('so do the docs, and whoever asks why somebody did not enter', () => {
  const docs = { plan, metrics: {} } as unknown as Parameters<typeof campaignFacts>[0];
  expect(campaignFacts(docs, hello)).toContainEqual({ label: 'Layer', text: LAYER });
  expect(policySentences(plan)).toContainEqual(expect.stringContaining(UNIT));
  expect(reasonWords('layer')).toBe('chance keeps them for another campaign of its layer');
});
