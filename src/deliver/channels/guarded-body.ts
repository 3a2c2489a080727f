import { Readable } from 'node:stream';

const CHUNK_BYTES = 16 * 1024;

/**
 * A message as a stream that calls `handingOver` in the same breath in which its last chunk leaves, and ends in an error, short of that
 * chunk, when the call throws. Nothing is read ahead: whoever reads slowly delays the call.
 */
export function guardedBody(bytes: Uint8Array, handingOver: () => void): Readable {
  let offset = 0;
  return new Readable({
    highWaterMark: 0,
    read() {
      if (bytes.length - offset > CHUNK_BYTES) {
        const chunk = bytes.subarray(offset, offset + CHUNK_BYTES);
        offset += CHUNK_BYTES;
        this.push(chunk);
        return;
      }
      try {
        handingOver();
      } catch (error) {
        this.destroy(error instanceof Error ? error : new Error(String(error)));
        return;
      }
      this.push(bytes.subarray(offset));
      this.push(null);
    },
  });
}
