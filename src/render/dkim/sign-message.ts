import { createHash, sign } from 'node:crypto';
import { promisify } from 'node:util';
import type { DkimKey } from './read-key.js';

/** Under which name a message is signed: `selector._domainkey.domain` is where receivers look for the public key. */
export interface DkimSigner {
  /** A-labels, lower case. */
  readonly domain: string;
  readonly selector: string;
  readonly key: DkimKey;
}

/**
 * The headers that a signature covers, each once more than it is there (RFC 6376 8.15): one that is added on the way, or taken away, breaks it. RFC 8058 wants
 * both List-Unsubscribe headers among them.
 */
export const SIGNED_HEADERS: readonly string[] = [
  'from',
  'reply-to',
  'subject',
  'to',
  'date',
  'message-id',
  'mime-version',
  'content-type',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'list-id',
  'feedback-id',
  'auto-submitted',
];

const LONGEST_LINE = 76;
/** Beside this thread: an RSA signature takes longer than all else that is done for a message. */
const signBeside = promisify(sign);

/**
 * The message with a DKIM-Signature of each signer on top, the first one first (RFC 6376, 8463; relaxed/relaxed, no `l=`, no `t=`). The same message and keys give the
 * same bytes: neither kind of signature holds chance. The message has CRLF lines.
 */
export async function signMessage(message: Uint8Array, signers: readonly DkimSigner[]): Promise<Uint8Array> {
  const text = Buffer.from(message.buffer, message.byteOffset, message.length).toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const fields = text.slice(0, end).split(/\r\n(?![ \t])/);
  const bodyHash = createHash('sha256')
    .update(relaxedBody(text.slice(end + 4)), 'latin1')
    .digest('base64');
  const { names, covered } = cover(fields);
  const signOne = async ({ domain, selector, key }: DkimSigner): Promise<string> => {
    const head = [
      `DKIM-Signature: v=1; a=${key.algorithm}; c=relaxed/relaxed;`,
      ` d=${domain};`,
      ` s=${selector};`,
      ...fold(` h=${names.join(':')};`, ':'),
      ` bh=${bodyHash};`,
      ' b=',
    ].join('\r\n');
    const data = Buffer.from(`${covered}${relaxedField(head)}`, 'latin1');
    const [first = '', ...rest] = (await signatureOf(key, data)).match(/.{1,72}/g) ?? [];
    return [`${head}${first}`, ...rest.map((part) => ` ${part}`)].join('\r\n');
  };
  const signatures = await Promise.all(signers.map(signOne));
  return Buffer.concat([Buffer.from([...signatures, ''].join('\r\n'), 'latin1'), message]);
}

async function signatureOf({ algorithm, privateKey }: DkimKey, data: Buffer): Promise<string> {
  switch (algorithm) {
    case 'rsa-sha256':
      return (await signBeside('sha256', data, privateKey)).toString('base64');
    case 'ed25519-sha256':
      // RFC 8463 3: what is signed is the hash.
      return (await signBeside(null, createHash('sha256').update(data).digest(), privateKey)).toString('base64');
  }
}

/** The names for `h=`, and the fields they stand for as they are hashed: of several of one name the last comes first. */
function cover(fields: readonly string[]): { readonly names: readonly string[]; readonly covered: string } {
  const names: string[] = [];
  let covered = '';
  for (const name of SIGNED_HEADERS) {
    const own = fields.filter((field) => nameOf(field) === name).reverse();
    for (const field of own) covered += `${relaxedField(field)}\r\n`;
    for (let times = 0; times <= own.length; times++) names.push(name);
  }
  return { names, covered };
}

function nameOf(field: string): string {
  return field.slice(0, field.indexOf(':')).trimEnd().toLowerCase();
}

/** RFC 6376 3.4.2. */
function relaxedField(field: string): string {
  const value = field.slice(field.indexOf(':') + 1).replace(/\r\n/g, '');
  return `${nameOf(field)}:${value.replace(/[ \t]+/g, ' ').replace(/^ | $/g, '')}`;
}

/** RFC 6376 3.4.4. */
function relaxedBody(body: string): string {
  const plain = body.replace(/[ \t]+(\r\n)|[ \t]{2,}|\t/g, (_, lineEnd?: string) => lineEnd ?? ' ');
  let end = plain.endsWith(' ') ? plain.length - 1 : plain.length;
  while (end >= 2 && plain.startsWith('\r\n', end - 2)) end -= 2;
  return end <= 0 ? '' : `${plain.slice(0, end)}\r\n`;
}

/** Lines of at most 76 characters, each but the first begun with a space, broken behind `separator`. */
function fold(text: string, separator: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const part of text.split(new RegExp(`(?<=${separator})`))) {
    if (line.length + part.length > LONGEST_LINE) {
      lines.push(line);
      line = ' ';
    }
    line += part;
  }
  return [...lines, line];
}
