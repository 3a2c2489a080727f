import type { EmailRule } from '../email-rule.js';

/** An email says how it looks on dark screens, and that it is never shown on one. */
export const contradictingColorScheme: EmailRule = {
  code: 'LC750',
  name: 'contradicting-color-scheme',
  severity: 'warning',
  summary: 'An email has styles for dark screens, and says that it is only for light ones.',
  docs: `Clients take <meta name="color-scheme" content="light dark"> as leave to use the styles in @media (prefers-color-scheme: dark). With "light" alone some follow the one and some the other. The meta is added for you: take your own away, or the dark styles.`,
  example: {
    file: 'templates/letter.mjml',
    bad: `<mjml>
  <mj-head>
    <mj-raw><meta name="color-scheme" content="only light"></mj-raw>
    <mj-style>@media (prefers-color-scheme: dark) { .ink div { color: #ffffff !important; } }</mj-style>
  </mj-head>
`,
    good: '<mjml>\n',
  },
  *find({ elements, hasDark, css }) {
    if (!hasDark) return;
    const metas = elements.filter(
      ({ name, attributes }) => name === 'meta' && /^(?:supported-)?color-schemes?$/.test(attributes.name ?? ''),
    );
    const written = [
      ...metas.map(({ attributes }) => attributes.content ?? ''),
      ...css.flatMap(({ property, value }) => (/^(?:supported-)?color-schemes?$/.test(property) ? [value] : [])),
    ];
    const against = written.find((value) => /\S/.test(value) && !/\bdark\b/.test(value));
    if (against === undefined) return;
    yield {
      message: `the email has styles for dark screens and says "${against}"`,
      help: ['take the meta or style that says so away: "light dark" is added for you'],
      at: [`content="${against}"`, `color-scheme: ${against}`, `"${against}"`],
    };
  },
};
