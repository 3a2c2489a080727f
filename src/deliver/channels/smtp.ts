import type { ConnectionOptions } from 'node:tls';
import { invariant } from '../../model/failure.js';
import type { Answer, EmailParcel, Way } from '../way.js';
import { openSmtpLink, type SmtpLink } from './smtp-link.js';
import { type SmtpPatience, smtpSettings } from './smtp-settings.js';

/** What may be set beyond the address of the server; a test sets shorter waits and its own certificate. */
export interface SmtpOptions {
  readonly patience?: Partial<SmtpPatience>;
  /** More certificates to trust, for servers of one's own. */
  readonly tls?: ConnectionOptions;
  /** How a connection is made; a simulation makes its own. */
  readonly connect?: typeof openSmtpLink;
}

const HOPELESS_AFTER = 3;
/** So often an envelope is put behind a message of a server that never yet went on with one. */
const MOST_TRIES = 3;

/**
 * A way out over SMTP. Connections are kept between messages, one for each hand-over going on; a message is never handed to a second
 * connection once the first may have passed its last byte. `stop` after a refused login or greeting, and after three failed
 * connections in a row.
 */
export function openSmtp(transportUrl: string, options: SmtpOptions = {}): Way<EmailParcel> {
  const settings = smtpSettings(transportUrl, options.patience, options.tls);
  const openLink = options.connect ?? openSmtpLink;
  const idle: SmtpLink[] = [];
  const expecting = new Map<EmailParcel, SmtpLink>();
  let goesOn = false;
  let tries = 0;
  let open = true;
  let failuresInARow = 0;

  const connect = async (): Promise<SmtpLink | Answer> => {
    const link = await openLink(settings);
    if (!('kind' in link)) {
      failuresInARow = 0;
      return link;
    }
    failuresInARow += 1;
    const hopeless = link.kind === 'deferred' && failuresInARow >= HOPELESS_AFTER;
    return hopeless ? { kind: 'stop', reply: `${link.reply} (${failuresInARow} times in a row)` } : link;
  };
  const keep = (link: SmtpLink): void => {
    if (!link.alive()) return;
    const parcel = link.expects();
    if (!open) void link.quit();
    else if (parcel === null) idle.push(link);
    else expecting.set(parcel, link);
  };
  const takeFor = (parcel: EmailParcel): SmtpLink | undefined => {
    const link = expecting.get(parcel) ?? idle.pop();
    expecting.delete(parcel);
    return link;
  };
  const dismiss = (): readonly SmtpLink[] => {
    const links = [...expecting.values()];
    expecting.clear();
    return links;
  };

  return {
    async hand(parcel, handingOver, next) {
      invariant(open, 'nothing is handed to a closed channel');
      const comes = (): EmailParcel | null => {
        const other = goesOn || tries < MOST_TRIES ? next?.() : null;
        if (other?.channel !== 'email') return null;
        tries += 1;
        return other;
      };
      for (let used = takeFor(parcel); used !== undefined; used = idle.pop()) {
        if (!used.alive()) continue;
        const isExpected = used.expects() === parcel;
        const { answer, elsewhere } = await used.send(parcel, handingOver, comes);
        keep(used);
        // A server may hang up on an idle connection at any time: that says nothing about this message.
        if (elsewhere) continue;
        goesOn ||= isExpected;
        return answer;
      }
      // What they expect did not come after all; there are never more connections than messages in hand.
      for (const link of dismiss()) void link.quit();
      const fresh = await connect();
      if ('kind' in fresh) return fresh;
      const { answer } = await fresh.send(parcel, handingOver, comes);
      keep(fresh);
      return answer;
    },
    async close() {
      open = false;
      await Promise.all([...idle.splice(0), ...dismiss()].map((link) => link.quit()));
    },
  };
}
