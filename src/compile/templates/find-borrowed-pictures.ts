import type { HiddenText } from './hide-liquid.js';
import type { StageFinding } from './template-finding.js';

/** The pictures that MJML takes from other people's servers when none are written: their addresses, for which tag, and where to write one's own. */
const borrowed: readonly { readonly address: RegExp; readonly tag: string; readonly attributes: string }[] = [
  {
    address: /https:\/\/i\.imgur\.com\/(?:xTh3hln|os7o9kz)\.png/,
    tag: 'mj-carousel',
    attributes: 'left-icon="…" and right-icon="…"',
  },
  {
    address: /https:\/\/i\.imgur\.com\/(?:bIXv1bk|w4uTygT)\.png/,
    tag: 'mj-accordion',
    attributes: 'icon-wrapped-url="…" and icon-unwrapped-url="…"',
  },
  {
    address: /https:\/\/www\.mailjet\.com\/images\/theme\/v1\/icons\/ico-social\/[\w-]+\.png/,
    tag: 'mj-social-element',
    attributes: 'src="…"',
  },
];

/** Pictures of strangers that MJML put into the HTML and nobody wrote. */
export function findBorrowedPictures(html: string, hidden: HiddenText): StageFinding[] {
  return borrowed.flatMap(({ address, tag, attributes }) => {
    const found = address.exec(html)?.[0];
    if (found === undefined || hidden.text.includes(found)) return [];
    const start = Math.max(0, hidden.text.indexOf(`<${tag}`));
    return [
      {
        code: 'LC763',
        name: 'borrowed-picture',
        severity: 'error',
        message: `the pictures of this <${tag}> would be fetched from ${new URL(found).host}`,
        label: 'MJML’s own, when none are written',
        notes: ['whoever runs that server learns who opens the email, and can change or remove the pictures'],
        help: [`write ${attributes}, with pictures on a server of yours`],
        start,
        end: start + tag.length + 1,
      } as const,
    ];
  });
}
