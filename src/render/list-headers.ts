/** What the headers of a campaign message are made of. All ids are kebab-case. */
export interface ListHeadersInput {
  readonly project: string;
  readonly campaign: string;
  readonly step: string;
  readonly topic: string;
  /** The https address of this message's unsubscribe link; null for transactional messages. */
  readonly unsubscribeUrl: string | null;
  /** Domain of the sender. */
  readonly domain: string;
}

/**
 * The headers by which mailboxes sort, count and end a mailing: one List-Unsubscribe with its one-click companion (RFC 8058), List-Id
 * (RFC 2919), Feedback-ID, Auto-Submitted (RFC 3834).
 */
export function listHeaders(input: ListHeadersInput): (readonly [name: string, value: string])[] {
  const { project, campaign, step, topic, unsubscribeUrl, domain } = input;
  const headers: (readonly [string, string])[] = [];
  if (unsubscribeUrl !== null) {
    headers.push(['List-Unsubscribe', `<${unsubscribeUrl}>`], ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click']);
  }
  headers.push(['List-Id', `<${label(topic)}.${label(project)}.${domain}>`]);
  // Gmail takes the last field for the sender and wants 5 to 15 characters there.
  const sender = label(project).slice(0, 15).padEnd(5, '-');
  headers.push(['Feedback-ID', [campaign, step, topic].map(label).concat(sender).join(':')]);
  headers.push(['Auto-Submitted', 'auto-generated']);
  return headers;
}

function label(id: string): string {
  return id.toLowerCase().replace(/[^a-z0-9-]/g, '-');
}
