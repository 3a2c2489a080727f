import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';

/** A public key as its DNS record has it. */
export interface PublishedKey {
  readonly algorithm: string;
  readonly key: KeyObject;
}

/** Where receivers find the public keys: what the TXT record at `selector._domainkey.domain` holds, or null where there is none. */
export type DkimRecords = (domain: string, selector: string) => PublishedKey | null;

/** A signature that was found good. */
export interface DkimSignature {
  readonly algorithm: string;
  readonly domain: string;
  readonly selector: string;
  /** Header names, in lower case, that it covers once more than they are there: none can be added. */
  readonly sealed: readonly string[];
}

interface Field {
  readonly name: string;
  /** As it stands there, with its name, without the last line break. */
  readonly bytes: Buffer;
}

const CR = 0x0d;
const LF = 0x0a;
const SPACE = 0x20;
const TAB = 0x09;
const COLON = 0x3a;
/** An Ed25519 SubjectPublicKeyInfo up to its 32 bytes (RFC 8410). */
const ED25519_HEAD = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * Every DKIM-Signature of a finished message, from the top, as a receiver sees it (RFC 6376 section 6): good, or with what is wrong about it. Shares no code with
 * the signer, so that a mistake in one of them shows. Knows relaxed/relaxed and no `l=`.
 */
export function verifyMessage(
  message: Uint8Array,
  records: DkimRecords,
): readonly (DkimSignature | { readonly problem: string })[] {
  const { fields, body } = readMessage(Buffer.from(message.buffer, message.byteOffset, message.length));
  const bodyHash = createHash('sha256').update(canonicalBody(body)).digest('base64');
  return fields.filter(({ name }) => name === 'dkim-signature').map((field) => judge(field, fields, bodyHash, records));
}

function judge(
  field: Field,
  fields: readonly Field[],
  bodyHash: string,
  records: DkimRecords,
): DkimSignature | { readonly problem: string } {
  const tags = readTags(field.bytes.toString('latin1').slice(field.name.length + 1));
  if (tags === null) return { problem: 'its tags cannot be read, or one is there twice' };
  const missing = ['v', 'a', 'b', 'bh', 'd', 'h', 's'].find((name) => !tags.has(name));
  if (missing !== undefined) return { problem: `it has no ${missing}=` };
  const tag = (name: string): string => (tags.get(name) ?? '').replace(/[ \t\r\n]+/g, '');
  if (tag('v') !== '1') return { problem: 'the version is not 1' };
  if (tag('c') !== 'relaxed/relaxed') return { problem: 'the canonicalization is not relaxed/relaxed' };
  if (tags.has('l')) return { problem: 'only a part of the body is signed' };
  const names = tag('h').toLowerCase().split(':');
  if (!names.includes('from')) return { problem: 'the sender is not signed' };
  if (tag('bh') !== bodyHash) return { problem: 'the body is not the one that was signed' };
  const published = records(tag('d'), tag('s'));
  if (published?.algorithm !== tag('a')) return { problem: 'there is no public key for it' };
  const { key } = published;
  const data = Buffer.concat([...hashed(names, fields), canonicalField(withoutSignature(field))]);
  const signature = Buffer.from(tag('b'), 'base64');
  const isGood =
    key.asymmetricKeyType === 'ed25519'
      ? verify(null, createHash('sha256').update(data).digest(), key, signature)
      : verify('sha256', data, key, signature);
  if (!isGood) return { problem: 'the headers are not the ones that were signed, or another key signed them' };
  const count = (list: readonly string[], name: string): number => list.filter((each) => each === name).length;
  const there = fields.map(({ name }) => name);
  const sealed = [...new Set(names)].filter((name) => count(names, name) > count(there, name));
  return { algorithm: tag('a'), domain: tag('d'), selector: tag('s'), sealed };
}

/** Reads the value of a DNS record; null when it holds no usable key. */
export function readDkimRecord(record: string): PublishedKey | null {
  const tags = readTags(record);
  const kind = tags?.get('k') ?? 'rsa';
  const bytes = Buffer.from(tags?.get('p') ?? '', 'base64');
  const der = kind === 'ed25519' ? Buffer.concat([ED25519_HEAD, bytes]) : bytes;
  try {
    return { algorithm: `${kind}-sha256`, key: createPublicKey({ key: der, format: 'der', type: 'spki' }) };
  } catch {
    return null;
  }
}

/** `a=b; c=d` as a map; null where a tag is there twice or has no value. */
function readTags(text: string): Map<string, string> | null {
  const tags = new Map<string, string>();
  for (const part of text.split(';')) {
    if (part.trim() === '') continue;
    const at = part.indexOf('=');
    const name = part.slice(0, at).trim();
    if (at < 1 || tags.has(name)) return null;
    tags.set(name, part.slice(at + 1).trim());
  }
  return tags;
}

/** The fields that `h=` names, as they are hashed: each name takes the lowest one that no name before it took, or nothing. */
function hashed(names: readonly string[], fields: readonly Field[]): Buffer[] {
  const left = [...fields];
  const chosen: Buffer[] = [];
  for (const name of names) {
    const at = left.findLastIndex((field) => field.name === name);
    if (at < 0) continue;
    const [field] = left.splice(at, 1);
    chosen.push(canonicalField(field!.bytes), Buffer.from('\r\n'));
  }
  return chosen;
}

function withoutSignature({ bytes }: Field): Buffer {
  return Buffer.from(bytes.toString('latin1').replace(/([;:][ \t\r\n]*b[ \t\r\n]*=)[^;]*/, '$1'), 'latin1');
}

function readMessage(message: Buffer): { readonly fields: readonly Field[]; readonly body: Buffer } {
  const fields: Field[] = [];
  let from = 0;
  while (from < message.length && !(message[from] === CR && message[from + 1] === LF)) {
    let to = endOfLine(message, from);
    while (message[to + 2] === SPACE || message[to + 2] === TAB) to = endOfLine(message, to + 2);
    const bytes = message.subarray(from, to);
    const name = bytes.subarray(0, Math.max(0, bytes.indexOf(COLON))).toString('latin1');
    fields.push({ name: name.trimEnd().toLowerCase(), bytes });
    from = to + 2;
  }
  return { fields, body: message.subarray(from + 2) };
}

function endOfLine(bytes: Buffer, from: number): number {
  const at = bytes.indexOf('\r\n', from, 'latin1');
  return at < 0 ? bytes.length : at;
}

/** The field in lower-case name, colon, and words parted by one space; folds are gone. */
function canonicalField(field: Buffer): Buffer {
  const colon = field.indexOf(COLON);
  const name = field.subarray(0, colon).toString('latin1').trim().toLowerCase();
  const words = field
    .subarray(colon + 1)
    .toString('latin1')
    .split(/[ \t\r\n]+/);
  return Buffer.from(`${name}:${words.filter((word) => word !== '').join(' ')}`, 'latin1');
}

/** Byte by byte: runs of blanks shrink to a space, those at the end of a line and empty lines at the end vanish. */
function canonicalBody(body: Buffer): Buffer {
  const canonical = Buffer.allocUnsafe(body.length + 2);
  let length = 0;
  let lineStart = 0;
  /** Behind the last line that holds anything. */
  let end = 0;
  let isBlank = false;
  const endLine = (): void => {
    const holdsAnything = length > lineStart;
    canonical[length++] = CR;
    canonical[length++] = LF;
    lineStart = length;
    isBlank = false;
    if (holdsAnything) end = length;
  };
  for (let at = 0; at < body.length; at++) {
    const byte = body[at]!;
    if (byte === SPACE || byte === TAB) isBlank = true;
    else if (byte === CR && body[at + 1] === LF) {
      endLine();
      at++;
    } else {
      if (isBlank) canonical[length++] = SPACE;
      isBlank = false;
      canonical[length++] = byte;
    }
  }
  if (length > lineStart) endLine();
  return canonical.subarray(0, end);
}
