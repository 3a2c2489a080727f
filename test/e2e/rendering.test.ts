import PostalMime from 'postal-mime';
import { afterEach, expect, it } from 'vitest';
import type { TestProject } from './project.js';
import { makeSmallShop, people, person, ping } from './small-shop.js';

let project: TestProject | null = null;
afterEach(() => project?.remove());

const letter = (inside: string): string => `---
subject: Hello
---
<mjml><mj-body>
<mj-section><mj-column><mj-text>${inside} <a href="{{ message.unsubscribe_url }}">Unsubscribe</a></mj-text></mj-column></mj-section>
</mj-body></mjml>
`;

it('show names the templates that LiquidJS renders, and why; they say what the others say', async () => {
  project = makeSmallShop({
    profiles: people([person('ada')]),
    events: JSON.stringify(ping('ada', '2026-03-02T10:00:00Z')),
  });
  const answers: object[] = [];
  const fast = '{{ "ab" | upcase }}';
  const slow = `{% assign l = "a,AB" | split: "," %}{{ l | find_exp: "i", "i == 'AB'" }}`;
  for (const inside of [fast, slow]) {
    project.write('templates/letter.mjml', letter(inside));
    expect(await project.lifecycle(['build'])).toMatchObject({ code: 0 });
    const { out } = await project.lifecycle(['show']);
    const run = await project.lifecycle(['run', '--now', '2026-03-02T09:30Z', '--until', '2026-03-02T10:30Z']);
    expect(run).toMatchObject({ code: 0 });
    const [mail = ''] = project.files('.lifecycle/dry-run').filter((file) => file.endsWith('.eml'));
    const { html, text } = await PostalMime.parse(project.read(`.lifecycle/dry-run/${mail}`));
    answers.push({ shown: out.slice(out.indexOf('\nRendered by') + 1 || out.length), html, text });
  }
  const [{ shown: first, ...one }, { shown: second, ...other }] = answers as [{ shown: string }, { shown: string }];
  expect(first).toBe('');
  expect(second).toBe('Rendered by LiquidJS, which gives the same and takes longer\n  letter: the filter find_exp\n');
  expect(other).toEqual(one);
  expect(JSON.stringify(one)).toContain('AB');
});

it('times are written alike wherever the machine stands, also in an hour that its own clock skips', async () => {
  project = makeSmallShop({
    profiles: people([person('ada')]),
    events: JSON.stringify(ping('ada', '2026-03-02T10:00:00Z')),
  });
  const formats = ['%H:%M', '%-I %P', '%j %A', '%c', '%x', '%s', '%10N', '%z %Z', '%U %W'].map(
    (format) => `{{ "2026-03-29T02:30" | date: "${format}" }}`,
  );
  project.write('templates/letter.mjml', letter(formats.join('; ')));
  expect(await project.lifecycle(['build'])).toMatchObject({ code: 0 });
  const texts = new Set<string | undefined>();
  for (const env of [
    { TZ: 'UTC', LC_ALL: 'C' },
    { TZ: 'Europe/Berlin', LC_ALL: 'de_DE.UTF-8' },
    { TZ: 'Pacific/Apia' },
  ]) {
    const run = ['run', '--now', '2026-03-02T09:30Z', '--until', '2026-03-02T10:30Z'];
    expect(await project.lifecycle(run, { env, apart: true })).toMatchObject({ code: 0 });
    const [mail = ''] = project.files('.lifecycle/dry-run').filter((file) => file.endsWith('.eml'));
    texts.add((await PostalMime.parse(project.read(`.lifecycle/dry-run/${mail}`))).text);
  }
  expect([...texts]).toEqual([expect.stringContaining('02:30; 2 am; 088 Sunday; ')]);
});
