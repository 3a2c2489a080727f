import { Readable } from 'node:stream';

const CHUNK_BYTES = 16 * 1024;

/** The bytes of one message, whose last chunk waits for leave. */
export interface GuardedBody {
  readonly stream: Readable;
  /** In this very turn nothing more leaves; resolves, once the leave that was asked for is given or refused, to what became of the last chunk. */
  close(): Promise<BodyEnd>;
}

/** Whether leave was asked for, which is done once for a message, and whether the last chunk was let go: from then on the receiver may have it all. `refusal` is what `handingOver` rejected with. */
export interface BodyEnd {
  readonly asked: boolean;
  readonly left: boolean;
  readonly refusal: { readonly error: unknown } | null;
}

/**
 * A message as a stream that asks `handingOver` for leave before its last chunk, and lets that chunk go in the same turn in which leave was given, unless it was closed or the
 * way is shut (`isOpen`) by then. When leave is refused it ends in an error, short of the chunk. Nothing is read ahead: whoever reads slowly delays the question.
 */
export function guardedBody(
  bytes: Uint8Array,
  handingOver: () => Promise<void>,
  isOpen: () => boolean = () => true,
): GuardedBody {
  let offset = 0;
  let asked: Promise<void> | null = null;
  let left = false;
  let refusal: BodyEnd['refusal'] = null;

  const askAndLetGo = async (): Promise<void> => {
    try {
      await handingOver();
    } catch (error) {
      refusal = { error };
      // Not the error itself: whoever sees the stream end writes a code of its own into what ended it.
      stream.destroy(new Error('not handed over', { cause: error }));
      return;
    }
    if (stream.destroyed) return;
    if (!isOpen()) {
      stream.destroy(new Error('the connection broke before the last byte'));
      return;
    }
    left = true;
    stream.push(bytes.subarray(offset));
    stream.push(null);
  };
  const stream = new Readable({
    highWaterMark: 0,
    read() {
      if (bytes.length - offset > CHUNK_BYTES) {
        const chunk = bytes.subarray(offset, offset + CHUNK_BYTES);
        offset += CHUNK_BYTES;
        this.push(chunk);
        return;
      }
      asked ??= askAndLetGo();
    },
  });
  return {
    stream,
    async close() {
      stream.destroy();
      await asked;
      return { asked: asked !== null, left, refusal };
    },
  };
}
