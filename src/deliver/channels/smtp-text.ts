const CR = 0x0d;
const LF = 0x0a;
const DOT = 0x2e;
const END_OF_LINE = Buffer.from('\r\n');
const END = Buffer.from('.\r\n');

/**
 * A message as the bytes that follow `354` (RFC 5321 section 4.5.2): a dot before each line that begins with one, every line ending CRLF (a bare CR or LF is one too, so that no receiver sees an end where we
 * see none), and a line with a single dot behind it all. In two parts: the second holds the last `last` bytes of the message, and its end. `encoded`, where it is the end of these very bytes, is so already and
 * is not looked at.
 */
export function smtpText(
  message: Uint8Array,
  last: number,
  encoded?: Uint8Array,
): { readonly head: Uint8Array; readonly tail: Uint8Array } {
  const bytes = bufferOf(message);
  const text = isFramed(bytes, encoded) || isClean(bytes) ? bytes : cleaned(bytes);
  const cut = Math.max(0, text.length - last);
  const ends = text.length >= 2 && text[text.length - 1] === LF;
  return {
    head: text.subarray(0, cut),
    tail: Buffer.concat([text.subarray(cut), ...(ends ? [] : [END_OF_LINE]), END]),
  };
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** Whether it ends in what was encoded, and may go as it is before that. */
function isFramed(bytes: Buffer, encoded: Uint8Array | undefined): boolean {
  if (encoded === undefined || encoded.buffer !== bytes.buffer) return false;
  const size = encoded.byteOffset - bytes.byteOffset;
  return size >= 0 && size + encoded.length === bytes.length && isClean(bytes.subarray(0, size));
}

/** Whether it may go as it is. Most do, and looking for line ends one by one costs more than the rest of the hand-over: this jumps from one to the next. */
function isClean(bytes: Buffer): boolean {
  if (bytes[0] === DOT) return false;
  const text = bytes.toString('latin1');
  for (let from = 0; ; ) {
    const end = text.indexOf('\r', from);
    const feed = text.indexOf('\n', from);
    if (end < 0 && feed < 0) return true;
    if (end < 0 || feed !== end + 1 || text.charCodeAt(feed + 1) === DOT) return false;
    from = feed + 1;
  }
}

function cleaned(bytes: Buffer): Buffer {
  // Worst are lone dots and line ends: two or three bytes for one.
  const out = Buffer.allocUnsafe(bytes.length * 3);
  let size = 0;
  let lineStarts = true;
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i]!;
    if (byte === CR || byte === LF) {
      if (byte === CR && bytes[i + 1] === LF) i += 1;
      out[size++] = CR;
      out[size++] = LF;
      lineStarts = true;
      continue;
    }
    if (lineStarts && byte === DOT) out[size++] = DOT;
    out[size++] = byte;
    lineStarts = false;
  }
  return out.subarray(0, size);
}
