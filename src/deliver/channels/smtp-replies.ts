/** Whole replies out of what a server says, which comes in pieces. */
export interface SmtpReplies {
  /** The replies that these bytes complete, in order, the lines of each joined by `\n`. Null once a reply is longer than any real one. */
  read(bytes: Buffer): readonly string[] | null;
  /** What has come of the next. */
  rest(): string;
}

/** Generous: it only stops a server that never ends. */
const MOST_BYTES = 1024 * 1024;
const CONTINUES = /^\d+-/;

/** Reads replies as RFC 5321 section 4.2 has them: `250-` goes on, anything else ends one, were it nonsense. Blank lines are passed over; text is UTF-8 where it can be, else one character a byte. */
export function smtpReplies(): SmtpReplies {
  let unfinished = '';
  let reply = '';
  return {
    read(bytes) {
      const text = bytes.toString('latin1');
      // A line that never ends is not looked through again with each byte of it.
      const lines = text.includes('\n') ? (unfinished + text).split('\n') : [unfinished + text];
      unfinished = lines.pop()!;
      const done: string[] = [];
      for (const each of lines) {
        const line = each.endsWith('\r') ? each.slice(0, -1) : each;
        reply = reply === '' ? line : `${reply}\n${line}`;
        if (reply.length > MOST_BYTES) return null;
        if (CONTINUES.test(line)) continue;
        if (reply.trim() !== '') done.push(decoded(reply));
        reply = '';
      }
      return unfinished.length > MOST_BYTES ? null : done;
    },
    rest: () => decoded(unfinished.trim()),
  };
}

function decoded(bytes: string): string {
  if (/^[\0-\x7f]*$/.test(bytes)) return bytes;
  const text = Buffer.from(bytes, 'latin1').toString('utf8');
  return text.includes('\ufffd') ? bytes : text;
}
