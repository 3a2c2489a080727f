import { Duplex } from 'node:stream';

/** A mail server's end of a wire in memory, which is cut once it has heard so many bytes. */
export abstract class CutWire extends Duplex {
  written = '';
  said = 0;
  protected isCut = false;

  /** After how many bytes it hears no more. */
  protected abstract limit(): number;
  protected abstract hear(text: string): void;
  override _read(): void {}

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    const text = chunk.toString('latin1');
    const room = Math.max(0, this.limit() - this.written.length);
    this.written += text;
    setImmediate(() => {
      done();
      this.hear(text.slice(0, room));
      if (this.written.length >= this.limit()) this.cut();
    });
  }

  setTimeout(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  protected cut(): void {
    if (this.isCut) return;
    this.isCut = true;
    this.breakOff();
  }

  /** How the wire ends. */
  protected breakOff(): void {
    this.push(null);
  }
}
