import type { ConnectionOptions } from 'node:tls';
import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import { LifecycleError } from '../../model/failure.js';
import { isLoopback } from '../../model/is-loopback.js';

/** How long to wait, in milliseconds: for a connection, for the greeting, and for any answer (the one to the last dot above all). */
export interface SmtpPatience {
  readonly connect: number;
  readonly greeting: number;
  readonly answer: number;
}

// RFC 5321 4.5.3.2: five minutes for the greeting, and ten to answer the last dot: whoever gives up earlier makes copies. One patience serves for every answer, as the
// longest is long enough for all. The greeting's ends with the connection's.
const PATIENCE: SmtpPatience = { connect: 330_000, greeting: 300_000, answer: 600_000 };

/** How to reach and greet one mail server. */
export interface SmtpSettings {
  /** `host:port`, for messages; never the password. */
  readonly place: string;
  readonly connection: SMTPConnectionOptions;
  readonly login: { readonly user: string; readonly pass: string } | null;
}

/**
 * What `smtp://` or `smtps://` `[user:password@]host[:port]` says. Off the loopback TLS is required and its certificate checked, so a
 * password never crosses a wire in clear. Throws LC904, without the password in it, when the URL is something else.
 */
export function smtpSettings(
  transportUrl: string,
  patience: Partial<SmtpPatience> = {},
  tls: ConnectionOptions = {},
): SmtpSettings {
  const url = URL.canParse(transportUrl) ? new URL(transportUrl) : null;
  if (url === null) throw badTransport('it is not a URL');
  if (url.protocol !== 'smtp:' && url.protocol !== 'smtps:')
    throw badTransport(`"${url.protocol}" is no mail protocol`);
  if (url.hostname === '') throw badTransport('it names no host');
  if (!/^\/?$/.test(url.pathname) || url.search !== '' || url.hash !== '') {
    throw badTransport(`it says more than where: "${url.pathname}${url.search}${url.hash}"`);
  }
  if ((url.username === '') !== (url.password === '')) throw badTransport('it has a user or a password, but not both');
  const secure = url.protocol === 'smtps:';
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = url.port === '' ? (secure ? 465 : 587) : Number(url.port);
  const waits = { ...PATIENCE, ...patience };
  const local = isLoopback(host);
  return {
    place: `${url.hostname}:${port}`,
    connection: {
      host,
      port,
      secure,
      requireTLS: !secure && !local,
      // On the loopback there is nobody to hide from, and such servers sign their own certificates.
      ignoreTLS: !secure && local,
      connectionTimeout: waits.connect,
      greetingTimeout: waits.greeting,
      socketTimeout: waits.answer,
      socketCloseTimeout: 0,
      tls: { minVersion: 'TLSv1.2', ...tls },
    },
    login: url.username === '' ? null : { user: decoded(url.username), pass: decoded(url.password) },
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw badTransport('its user or password has a stray "%": write it as "%25"');
  }
}

function badTransport(why: string): LifecycleError {
  return new LifecycleError(
    'LC904',
    `\`channels.email.transport\` is not usable: ${why}`,
    ['Write `smtp://user:password@host:587` or `smtps://user:password@host:465`.'],
    2,
  );
}
