import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { invariant } from '../model/failure.js';

/** A mail server on this machine that accepts everything, forwards nothing, and keeps each mail as a file. */
export interface Inbox {
  /** `smtp://127.0.0.1:PORT` */
  readonly transport: string;
  /** How many mails were accepted, and how many of them had a Message-ID that had come before. */
  received(): { readonly mails: number; readonly twice: number };
  /** The file of the mail whose Message-ID has this text before its `@`; null when none came. */
  find(id: string): string | null;
  close(): Promise<void>;
}

/** Opens an inbox on a free port of 127.0.0.1. Mails become `<day>/<time>-<campaign>-<step>-<id>.eml` below `folder`, by their own headers. */
export async function openInbox(folder: string): Promise<Inbox> {
  const files = new Map<string, string>();
  let mails = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    hideENHANCEDSTATUSCODES: true,
    onData(stream, _session, answer) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        try {
          keep(Buffer.concat(parts));
          answer();
        } catch (error) {
          // Not kept is not accepted: the sender tries again.
          answer(Object.assign(new Error(`not kept: ${String(error)}`), { responseCode: 451 }));
        }
      });
    },
  });
  const keep = (mail: Buffer): void => {
    const { id, path } = placeOf(mail, folder);
    mkdirSync(join(path, '..'), { recursive: true });
    const file = existsSync(path) ? path.replace(/\.eml$/, `-again-${mails}.eml`) : path;
    writeFileSync(file, mail, { flag: 'wx' });
    if (!files.has(id)) files.set(id, file);
    mails += 1;
  };
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.server.address() as AddressInfo).port));
  });
  // A client that hangs up in the middle is no reason to stop.
  server.on('error', () => {});
  return {
    transport: `smtp://127.0.0.1:${port}`,
    received: () => ({ mails, twice: mails - files.size }),
    find: (id) => files.get(id) ?? null,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

function placeOf(mail: Buffer, folder: string): { readonly id: string; readonly path: string } {
  const end = mail.indexOf('\r\n\r\n');
  const head = mail.subarray(0, end === -1 ? mail.length : end).toString('latin1');
  const header = (name: string): string => new RegExp(`^${name}: *(.*)$`, 'im').exec(head)?.[1]?.trim() ?? '';
  const messageId = /^<?([^@>]+)/.exec(header('Message-ID'))?.[1];
  const id = messageId ?? createHash('sha256').update(mail).digest('hex');
  const time = Date.parse(header('Date'));
  const [date = '', clock = ''] = Number.isNaN(time) ? ['undated'] : new Date(time).toISOString().split('T');
  const [campaign = '', step = ''] = header('Feedback-ID').split(':');
  const name = [clock.slice(0, 5).replace(':', ''), campaign, step, id.slice(0, 16)];
  invariant(/^[\d-]+$|^undated$/.test(date), 'a date is a folder name');
  return {
    id,
    path: join(
      folder,
      date,
      `${name
        .filter((part) => part !== '')
        .map(safe)
        .join('-')}.eml`,
    ),
  };
}

function safe(text: string): string {
  return text.replace(/[^A-Za-z0-9-]/g, '_');
}
