import { expect, test } from 'vitest';
import { makeLiquid } from '../../src/render/liquid-engine.js';
import { formatAmount, formatDay } from '../../src/render/locale-formats.js';
import { strftime } from '../../src/render/strftime.js';

const show = (lang: string, source: string, value: unknown): string =>
  makeLiquid({ lang, escape: false }).parseAndRenderSync(source, { value }) as string;

test.each(['en', 'de', 'ar'])('dates and amounts are written as if none had been written before, in %s', (lang) => {
  const days = Array.from({ length: 1500 }, (_, n) => new Date(Date.UTC(2024, 1, 27) + (n % 1100) * 86_400_000));
  for (const day of days) {
    const value = day.toISOString().slice(0, 10);
    expect(show(lang, '{{ value | date: "medium" }}', value)).toBe(formatDay(day, lang, 'medium'));
    expect(show(lang, '{{ value | date: "%A, %-d %B" }}', value)).toBe(strftime(day, '%A, %-d %B', lang));
  }
  for (const amount of [0, -0, 0, 1.005, 1e21, ...days.map((_, n) => n / 7), -0])
    for (const code of ['EUR', 'JPY'])
      expect(show(lang, `{{ value | currency: "${code}" }}`, amount)).toBe(formatAmount(amount, lang, code));
});

test('what is wrong is said each time, also where the same was right in another place', () => {
  for (let time = 0; time < 2; time += 1) {
    expect(show('en', '{{ value | date: "short" }}', '2024-02-29')).toBe('2/29/24');
    expect(() => show('en', '{{ value | date: "short" }}', '2024-02-30x')).toThrow('is not a date');
    expect(() => show('en', '{{ value | date: "short" }}', 20240229)).toThrow('is not a date');
    expect(() => show('en', '{{ value | currency: "eur" }}', 3)).toThrow('currency needs a code');
    expect(() => show('en', '{{ value | currency: "EUR" }}', '3')).toThrow('is not an amount');
  }
});
