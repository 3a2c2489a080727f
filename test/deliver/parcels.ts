import type { Parcel } from '../../src/deliver/channel.js';

/** A message of about so many bytes, with lines that begin with dots. */
export function exampleParcel(id = 'm1', bytes = 500, change: Partial<Parcel> = {}): Parcel {
  const head = `Message-ID: <${id}@shop.test>\r\nSubject: hello\r\n\r\n`;
  const line = '.a line that begins with a dot and is not the end\r\n';
  const body = line.repeat(Math.max(1, Math.ceil((bytes - head.length) / line.length)));
  return {
    id,
    from: 'bounce@shop.test',
    to: 'anna@x.test',
    bytes: Buffer.from(head + body),
    campaign: 'welcome',
    step: 'hello',
    profileId: 'p1',
    sendAt: 0,
    ...change,
  };
}
