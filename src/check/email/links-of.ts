import { remember } from '../remember.js';
import { isHidden } from './is-hidden.js';
import { type EmailBody, type EmailElement, spokenText } from './rendered-email.js';

/** A link that people can see. */
export interface Link {
  readonly element: EmailElement;
  /** As it stands in `href`, without space around it. */
  readonly address: string;
  /** The address as it was written: without what is put behind it to tell where a visitor comes from. */
  readonly target: string;
  /** What is heard of it. */
  readonly text: string;
  readonly at: readonly string[];
}

/** The links of an email that are not hidden. */
export const linksOf = remember(({ elements }: EmailBody): readonly Link[] =>
  elements
    .filter((element) => element.name === 'a' && element.attributes.href !== undefined && !isHidden(element))
    .map((element) => {
      const address = element.attributes.href?.trim() ?? '';
      const target = withoutTracking(address);
      const text = spokenText(element);
      const at = [`href="${target}"`, ...(text === '' ? [] : [`>${text}<`]), target, text].filter((one) => one !== '');
      return { element, address, target, text, at };
    }),
);

/** An address without its `utm_` parameters. */
function withoutTracking(address: string): string {
  const [, before = '', query, after = ''] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/s.exec(address) ?? [];
  if (query === undefined) return address;
  const left = query.split('&').filter((part) => !/^utm_\w+=/.test(part));
  return `${before}${left.length > 0 ? `?${left.join('&')}` : ''}${after}`;
}
