// Makes src/check/email/client-support.ts of the data of caniemail.com, as the npm package "caniemail" has it:
//   npm pack caniemail@1.0.5 && tar xf caniemail-1.0.5.tgz && node schemas/generate-client-support.mjs package/data/caniemail.json package/LICENSE
// Left out is what MJML writes itself, and what a mail does without when a client does not follow it: rounded corners, shadows, hover,
// animations, media queries, fonts. What stays is what a mail falls apart without, or says less.
import { readFileSync, writeFileSync } from 'node:fs';

// By the slug of the feature: what to look for. `element NAME`, `element NAME[ATTRIBUTE=VALUE]`, `attribute NAME`, `property NAME`,
// `property NAME: VALUE`, `value FUNCTION(` or `value UNIT`, `selector PART`, `at NAME`, `image ENDING`.
const WANTED = {
  'css-at-import': 'at import',
  'css-block-inline-size': 'property block-size',
  'css-clip-path': 'property clip-path',
  'css-column-count': 'property column-count',
  'css-display-flex': 'property display: flex',
  'css-display-grid': 'property display: grid',
  'css-filter': 'property filter',
  'css-float': 'property float',
  'css-function-clamp': 'value clamp(',
  'css-function-light-dark': 'value light-dark(',
  'css-function-max': 'value max(',
  'css-function-min': 'value min(',
  'css-gap': 'property gap',
  'css-inline-size': 'property inline-size',
  'css-margin-block-start-end': 'property margin-block-start',
  'css-margin-inline-block': 'property margin-inline',
  'css-margin-inline-start-end': 'property margin-inline-start',
  'css-mask-image': 'property mask-image',
  'css-mix-blend-mode': 'property mix-blend-mode',
  'css-modern-color': 'value oklch(',
  'css-nesting': 'selector &',
  'css-object-fit': 'property object-fit',
  'css-padding-block-start-end': 'property padding-block-start',
  'css-padding-inline-block': 'property padding-inline',
  'css-padding-inline-start-end': 'property padding-inline-start',
  'css-position': 'property position: absolute',
  'css-pseudo-class-has': 'selector :has(',
  'css-pseudo-class-not': 'selector :not(',
  'css-pseudo-element-after': 'selector ::after',
  'css-pseudo-element-before': 'selector ::before',
  'css-transform': 'property transform',
  'css-unit-calc': 'value calc(',
  'css-unit-rem': 'value rem',
  'css-unit-vh': 'value vh',
  'css-unit-vw': 'value vw',
  'css-variables': 'value var(',
  'css-visibility': 'property visibility: hidden',
  'css-writing-mode': 'property writing-mode',
  'html-audio': 'element audio',
  'html-base': 'element base',
  'html-button-submit': 'element button',
  'html-dialog': 'element dialog',
  'html-form': 'element form',
  'html-hidden': 'attribute hidden',
  'html-image-maps': 'attribute usemap',
  'html-input-checkbox': 'element input[type=checkbox]',
  'html-input-radio': 'element input[type=radio]',
  'html-input-text': 'element input[type=text]',
  'html-link': 'element link[rel=stylesheet]',
  'html-marquee': 'element marquee',
  'html-meter': 'element meter',
  'html-object': 'element object',
  'html-progress': 'element progress',
  'html-select': 'element select',
  'html-svg': 'element svg',
  'html-textarea': 'element textarea',
  'html-video': 'element video',
  'image-avif': 'image avif',
  'image-base64': 'image data:',
  'image-heif': 'image heic',
  'image-mp4': 'image mp4',
  'image-svg': 'image svg',
  'image-tiff': 'image tiff',
  'image-webp': 'image webp',
};

const data = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const families = Object.keys(data.nicenames.family).filter((family) => data.data.some(({ stats }) => stats[family]));
const lines = [];
const found = new Set();
for (const { slug, title, stats } of data.data) {
  const sign = WANTED[slug];
  if (sign === undefined) continue;
  found.add(slug);
  const lacking = Object.entries(stats).flatMap(([family, platforms]) => {
    // The newest of each platform. "a" is support in part, which most often is enough; "u" is not known.
    // Windows Mail was shut down at the end of 2024.
    const living = Object.entries(platforms).filter(([platform]) => platform !== 'windows-mail');
    const no = living.filter(([, versions]) => /^n/.test(Object.values(versions).at(-1)));
    if (no.length === 0) return [];
    const all = no.length === living.length;
    return [all ? family : `${family} ${no.map(([platform]) => platform).join(' ')}`];
  });
  if (lacking.length > 0) lines.push([slug, title.trim(), sign, lacking.join(', ')].join(' | '));
}
const unknown = Object.keys(WANTED).filter((slug) => !found.has(slug));
if (unknown.length > 0) throw new Error(`not in the data: ${unknown.join(', ')}`);
const names = Object.fromEntries(families.map((family) => [family, data.nicenames.family[family]]));
const { 'windows-mail': _gone, ...platforms } = data.nicenames.platform;
const licence = readFileSync(process.argv[3], 'utf8').trim().split('\n').map((line) => `// ${line}`.trimEnd()).join('\n');
const print = (record) => Object.entries(record).map(([key, name]) => `  ${/^[a-z]+$/.test(key) ? key : `'${key}'`}: '${name}',\n`).join('');
writeFileSync(
  new URL('../src/check/email/client-support.ts', import.meta.url),
  `// Made by schemas/generate-client-support.mjs of the data of caniemail.com (Rémi Parmentier and contributors; MIT), by way of the npm
// package "caniemail" 1.0.5, whose licence is:
//
${licence}

/** The day of the data. */
export const SUPPORT_DATE = '${data.last_update_date.slice(0, 10)}';

/** The families of clients that the data knows, by the word for them in files. */
export const CLIENTS: Readonly<Record<string, string>> = {
${print(names)}};

/** Where a client runs, by its word in the data. */
export const PLATFORMS: Readonly<Record<string, string>> = {
${print(platforms)}};

/** One feature a line: slug, name, what to look for, and who does not follow it (all of a family, or those of its platforms that are named). */
export const SUPPORT = \`
${lines.join('\n')}
\`;
`,
);
