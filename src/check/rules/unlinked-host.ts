import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { configMap, listAt, mapAt } from '../yaml-map.js';

/** Tracking is kept to a host that no email links to. */
export const unlinkedHost: Rule = {
  code: 'LC766',
  name: 'unlinked-host',
  severity: 'warning',
  summary: 'Tracking is kept to a host that no email links to.',
  docs: `"only" names the hosts whose links get tracking parameters. A host that no email links to is misspelt, or left behind: as long as it stands there alone, no visit is counted for any campaign, and nothing else tells.

Write the host as it stands in the links, without https:// and path; its subdomains are meant, too.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'unsubscribe: https://mail.acme.example\n    tracking: {only: [shop.acme.exmaple]}',
    good: 'unsubscribe: https://mail.acme.example',
  },
  *check(project) {
    const tracking = mapAt(mapAt(mapAt(configMap(project), 'channels'), 'email'), 'tracking');
    const hosts = listAt(tracking, 'only');
    if (hosts === null) return;
    const texts = [...project.templates.map(({ body }) => body), ...project.partials.map(({ text }) => text)];
    // Where such a link leads is in the data.
    if (texts.some((text) => /href\s*=\s*["']\s*\{\{(?!-?\s*message\.)/.test(text))) return;
    const linked = texts.flatMap((text) =>
      [...text.matchAll(/https?:\/\/([\w.-]+)/gi)].map((match) => `.${match[1]!.toLowerCase()}`),
    );
    for (const [index, host] of hosts.entries()) {
      if (typeof host !== 'string' || linked.some((one) => one.endsWith(`.${host.toLowerCase()}`))) continue;
      yield {
        message: `no email links to "${host}"`,
        span: spanOf(project, atValue(hosts, index)),
        label: 'tracks nothing',
        help: ['write the host as it stands in the links, or take it out'],
      };
    }
  },
};
