import { makeElement } from './make-element.js';
import type { FindingData } from './preview-data.js';
import { showFindings } from './show-findings.js';

/** Shows a thin line above everything while the files have errors, and what the terminal says of them behind it; the picture below stays. */
export function makeBanner(): {
  readonly show: (problems: readonly FindingData[]) => void;
  readonly showOffline: (isOffline: boolean) => void;
} {
  const banner = makeElement('div', { class: 'live-banner', id: 'live-banner', role: 'status', hidden: '' });
  const offline = makeElement(
    'div',
    { class: 'live-banner live-offline', role: 'status', hidden: '' },
    'lifecycle dev does not answer: what is shown may be old.',
  );
  const banners = makeElement('div', { class: 'live-banners' }, offline, banner);
  document.body.prepend(banners);
  // What sticks to the top of the page sticks below it.
  new ResizeObserver(() => {
    document.documentElement.style.setProperty('--live-top', `${banners.offsetHeight}px`);
  }).observe(banners);
  return {
    show(problems) {
      const [first] = problems;
      banner.hidden = first === undefined;
      if (first === undefined) return banner.replaceChildren();
      const wasOpen = banner.querySelector('details')?.open ?? false;
      const more = problems.length > 1 ? `, and ${problems.length - 1} more` : '';
      const details = makeElement(
        'details',
        {},
        makeElement(
          'summary',
          {},
          makeElement('strong', {}, `${first.severity}[${first.code}]`),
          ` ${first.message} (`,
          makeElement('code', {}, first.place),
          `)${more}. What is shown is from before.`,
        ),
        ...showFindings(problems),
      );
      details.open = wasOpen;
      banner.replaceChildren(details);
    },
    showOffline(isOffline) {
      offline.hidden = !isOffline;
    },
  };
}
