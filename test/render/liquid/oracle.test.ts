import { expect, test } from 'vitest';
import { seededRandom } from '../../deliver/seeded-random.js';
import { anyContext } from './any-context.js';
import { byClosures, byLiquid, readBothWays } from './both-ways.js';
import { exampleTexts } from './example-templates.js';

// LiquidJS is the authority. `LIFECYCLE_LIQUID=1000` asks it about every project and a thousand people each.
const PEOPLE = Number(process.env.LIFECYCLE_LIQUID ?? 25);
const STEP = PEOPLE > 100 ? 1 : 8;

test(`every example template gives what LiquidJS gives, for ${PEOPLE} people each`, async () => {
  const texts = await exampleTexts(STEP);
  const random = seededRandom(5);
  const count = { texts: texts.length, same: 0, problems: 0 };
  for (const { name, template, source, isHtml } of texts) {
    const both = readBothWays(source, template.lang, isHtml);
    if (both === null || 'why' in both.compiled) throw new Error(`${name} is not compiled`);
    for (let person = 0; person < PEOPLE; person += 1) {
      const context = anyContext(source, random);
      const before = JSON.stringify(context);
      const expected = byLiquid(both, context);
      const made = byClosures(both, context);
      // It makes nothing where LiquidJS finds an error, and does not give up anywhere else.
      if (made !== ('text' in expected ? expected.text : null))
        expect({ name, context, made }).toEqual({ name, context, made: expected });
      count[made === null ? 'problems' : 'same'] += 1;
      expect(JSON.stringify(context)).toBe(before);
    }
  }
  expect(count.texts).toBeGreaterThan(60);
  expect(count.same).toBeGreaterThan(count.texts * PEOPLE * 0.4);
  expect(count.problems).toBeGreaterThan(0);
}, 600_000);
