import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exampleProject } from '../../../src/check/example/example-project.js';
import type { Change, Level } from '../../../src/model/change.js';
import type { Diagnostic } from '../../../src/model/diagnostic.js';
import type { LocatedChange } from '../../../src/model/diff-report.js';
import type { EmailChange, Review } from '../../../src/model/review.js';
import { compareFindings } from '../../../src/report/diagnostics/compare-findings.js';
import { printReview } from '../../../src/report/review/markdown.js';
import { summarizeReview, verdictOf } from '../../../src/report/review/review-words.js';
import { checkFiles } from '../../check/read-files.js';
import { counted, type Edits, edit, type Files, shop } from '../../diff/shop.js';
import { wrongWith } from './gfm.js';
import { makeReview } from './make-review.js';

const CART = 'campaigns/cart.yaml';
const files = shop('follow');
const comment = (review: Review, room = 65_000, edits: Edits = {}): string => {
  const now = edit(files, edits);
  return printReview(review, { fits: (text) => text.length <= room, sources: (file) => now[file] ?? null });
};

const RENAMED = { [CART]: [['- id: reminder', '- id: nudge']] } as const;
const EMAILS: readonly EmailChange[] = [
  {
    message: 'cart/help',
    channel: 'email',
    kind: 'changed',
    affected: 4,
    personas: 4,
    persona: 'Ann',
    parts: [
      { name: 'subject', was: 'Your cart is waiting', is: 'Ann, 3 days left' },
      { name: 'preheader', was: 'Have a look', is: null },
      {
        name: 'text',
        was: 'Hello Ann,\n\nyour cart\n* kettle\nis waiting.\n',
        is: 'Hello Ann,\n\nyour cart\n* kettle\n* cup\nis waiting.\n',
      },
    ],
    isLookChanged: true,
  },
  {
    message: 'monthly/letter',
    channel: 'email',
    kind: 'changed',
    affected: 1,
    personas: 4,
    persona: 'Ben',
    parts: [],
    isLookChanged: true,
  },
  {
    message: 'monthly/text',
    channel: 'sms',
    kind: 'added',
    affected: 4,
    personas: 4,
    persona: 'Ann',
    parts: [{ name: 'text', was: null, is: 'New things' }],
    isLookChanged: false,
  },
];

describe('a report', () => {
  it('of no edit', async () => {
    const review = await makeReview({});
    expect(verdictOf(review)).toBe('fine');
    await expect(comment(review)).toMatchFileSnapshot('comments/nothing.md');
  });

  it('of safe edits alone', async () => {
    const edits: Edits = {
      [CART]: [['delay: 2d', 'delay: 3d']],
      'templates/cart/help.mjml': (exampleProject['templates/cart/help.mjml'] ?? '').replace(
        'subject: ',
        'subject: Again, ',
      ),
    };
    const review = await makeReview(edits);
    expect(verdictOf(review)).toBe('fine');
    await expect(comment(review, 65_000, edits)).toMatchFileSnapshot('comments/safe.md');
  });

  it('of a breaking edit, with the people whom it concerns', async () => {
    const edits: Edits = { [CART]: [...RENAMED[CART], ['delay: 2d', 'delay: 1d']], 'campaigns/monthly.yaml': null };
    const review = await makeReview(edits, {
      census: counted(312, ['help', 'reminder', 'offer']),
      more: {
        emails: EMAILS,
        tests: { tests: 16, failed: 2 },
        silences: [{ file: CART, line: 12, rules: 'LC302', reason: 'legal asked for it' }],
        previewUrl: 'https://github.com/acme/shop/actions/runs/1/artifacts/2',
      },
    });
    expect(verdictOf(review)).toBe('stop');
    await expect(comment(review, 65_000, edits)).toMatchFileSnapshot('comments/breaking.md');
  });

  it('of files with errors, and of what has none', async () => {
    const edits: Edits = { 'campaigns/monthly.yaml': [['reentry: always', 'reentry: never']] };
    const broken = edit(edit(files, edits), { [CART]: [['event: cart_updated', 'event: cart_updatd']] });
    const review = await makeReview(edits);
    const findings = (each: Files) => ({ ...checkFiles(each), hidden: [] });
    const wrong = { ...review, left: ['cart'], findings: compareFindings(findings(files), findings(broken)) };
    expect(verdictOf(wrong)).toBe('stop');
    await expect(comment(wrong, 65_000, edits)).toMatchFileSnapshot('comments/errors.md');
  });

  it('of what was accepted', async () => {
    const accepts = 'accepts: [{change: LC802, step: nudge, reason: they were told}]\ntests:';
    const review = await makeReview({ [CART]: [...RENAMED[CART], ['tests:', accepts]] });
    expect(verdictOf(review)).toBe('fine');
    expect(comment(review)).toContain('| 🔴 breaking, accepted |');
    expect(comment(review)).not.toContain('What makes it acceptable');
  });
});

it('says what it is, whatever is cut', async () => {
  const review = await makeReview(RENAMED, { more: { emails: EMAILS } });
  const whole = comment(review);
  for (let room = whole.length; room > 700; room -= 293) {
    const text = comment(review, room);
    expect(text.length).toBeLessThanOrEqual(room);
    expect(text.split('\n').slice(0, 2)).toEqual(whole.split('\n').slice(0, 2));
    expect(wrongWith(text)).toEqual([]);
    expect(text.includes('Shortened to what fits')).toBe(text !== whole);
  }
});

const HOSTILE = [
  '@acme/team @everyone',
  'fixes #123, GH-7 acme/shop#9',
  '</details><script>alert(1)</script><!--',
  '-->',
  'a | b || c |',
  '``` ```` ~~~ `x`',
  '[x](javascript:1) ![y](https://evil.example/z.png) https://evil.example www.evil.example',
  '**bold** _it_ ~~s~~ $x$ \\| \\',
  'a\nb\r\n\n# c\u2028d\u0000\u202ee',
  '😀'.repeat(300),
  'x'.repeat(5000),
  '&#64;team &commat;x &lt;b&gt;',
  'smtps://shop:hunter2secret@mail.example:465',
  `${'y'.repeat(220)} smtps://shop:hunter2hunter2hunter2hunter2@mail.example`,
];
const text = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 40 }));
const level = fc.constantFrom<Level>('breaking', 'dangerous', 'safe');
const span = text.map((file): Diagnostic['span'] => ({
  file,
  start: { line: 3, column: 1, offset: 0 },
  end: { line: 3, column: 2, offset: 1 },
}));
const finding = fc.record({
  code: fc.constant('LC201'),
  name: text,
  severity: fc.constantFrom<Diagnostic['severity']>('error', 'warning'),
  message: text,
  label: text,
  span,
  help: fc.array(text, { maxLength: 2 }),
});
const change: fc.Arbitrary<LocatedChange> = fc
  .record({
    level,
    what: text,
    campaign: text,
    step: fc.option(text),
    said: text,
    isAccepted: fc.boolean(),
    place: fc.option(span),
  })
  .map(({ level: own, what, campaign, step, said, isAccepted, place }): LocatedChange => {
    const judgement: Change['judgement'] = { pinned: [own, said], follow: [own, said], touches: 'waiting' };
    const told = { kind: 'text', text: said } as const;
    return {
      code: 'LC801',
      name: 'x',
      facet: 'content',
      campaign,
      step,
      was: step,
      at: [],
      what,
      before: told,
      after: null,
      judgement,
      policy: 'follow',
      level: own,
      classed: own,
      reason: said,
      affects: null,
      remedies: [{ say: said, yaml: `moved: [{from: ${what}, to: x}]` }],
      accepted: isAccepted ? { reason: said, until: null } : null,
      file: place?.file ?? null,
      span: place,
    };
  });
const email: fc.Arbitrary<EmailChange> = fc.record({
  message: text,
  channel: fc.constantFrom<EmailChange['channel']>('email', 'sms'),
  kind: fc.constantFrom<EmailChange['kind']>('added', 'removed', 'changed'),
  affected: fc.nat(9),
  personas: fc.nat(9),
  persona: text,
  parts: fc.array(
    fc.record({
      name: fc.constantFrom<'subject' | 'text'>('subject', 'text'),
      was: fc.option(text),
      is: fc.option(text),
    }),
    { maxLength: 2 },
  ),
  isLookChanged: fc.boolean(),
});

it('holds for every report: short enough, whole in all that it opens, and nobody is called', async () => {
  const base = await makeReview({});
  const review = fc
    .record({
      against: text,
      diff: fc.oneof(text, fc.array(change, { maxLength: 30 })),
      left: fc.array(text, { maxLength: 30 }),
      added: fc.array(finding, { maxLength: 20 }),
      silences: fc.array(fc.record({ file: text, line: fc.option(fc.nat(99)), rules: text, reason: text }), {
        maxLength: 5,
      }),
      emails: fc.array(email, { maxLength: 10 }),
      previewUrl: fc.option(fc.constantFrom('https://a.example/x', 'https://a.example/) [x](y "')),
      times: fc.constantFrom(1, 1, 1, 40),
    })
    .map(({ diff, added, times, emails, ...rest }): Review => {
      const many = <Item>(items: readonly Item[]): readonly Item[] => Array.from({ length: times }, () => items).flat();
      return {
        ...base,
        ...rest,
        emails: many(emails),
        diff:
          typeof diff === 'string' || typeof base.diff === 'string'
            ? String(diff)
            : { ...base.diff, against: rest.against, changes: many(diff) },
        findings: {
          added: many(added),
          fixed: 2,
          unchanged: 1,
          errors: added.filter(({ severity }) => severity === 'error'),
          isCompared: true,
        },
      };
    });
  fc.assert(
    fc.property(review, (one) => {
      const shown = printReview(one, {
        fits: (each) => each.length <= 65_000,
        sources: () => '@team | ``` #1 smtps://shop:hunter2secret@mail.example\n',
      });
      expect(shown.length).toBeLessThanOrEqual(65_000);
      expect(shown.split('\n').slice(0, 2)).toEqual([
        '<!-- lifecycle report-pr -->',
        `### Lifecycle: ${summarizeReview(one)}`,
      ]);
      expect(wrongWith(shown)).toEqual([]);
      expect(shown).not.toContain('hunter2');
    }),
    { numRuns: 80 },
  );
});

describe('of 5,000 campaigns that were all changed', () => {
  it('says the worst first and what was left out', async () => {
    const cart = files[CART] ?? '';
    const one = await makeReview(RENAMED, { census: counted(3, ['reminder']) });
    if (typeof one.diff === 'string') throw new Error(one.diff);
    const { changes } = one.diff;
    expect(cart).not.toBe('');
    const many = Array.from({ length: 5000 }, (_, n) => {
      const id = `cart-${String(n).padStart(4, '0')}`;
      return changes.map((each) => ({ ...each, campaign: id, file: `campaigns/${id}.yaml`, span: null }));
    }).flat();
    const safe = many.slice(0, 500).map((each) => ({ ...each, level: 'safe' as const }));
    const emails = Array.from({ length: 5000 }, (_, n) => ({
      ...(EMAILS[0] as EmailChange),
      message: `cart-${n}/help`,
    }));
    const review = { ...one, emails, diff: { ...one.diff, changes: [...many, ...safe] } };
    const shown = comment(review);
    expect(shown.length).toBeLessThanOrEqual(65_000);
    expect(wrongWith(shown)).toEqual([]);
    const lines = shown.split('\n');
    await expect([...lines.slice(0, 12), '…', ...lines.slice(-40)].join('\n')).toMatchFileSnapshot('comments/many.md');
  });
});

it('reads the same where files moved the lines', async () => {
  const moved = edit(files, { [CART]: `# a comment\n\n${files[CART]}` });
  const review = await makeReview({ [CART]: `# a comment\n\n${moved[CART]}` }, { files: moved });
  expect(review.findings.added).toEqual([]);
});
