import type { EmailParcel, HttpParcel } from '../../src/deliver/way.js';

/** A message of about so many bytes, with lines that begin with dots. */
export function exampleParcel(id = 'm1', bytes = 500, change: Partial<EmailParcel> = {}): EmailParcel {
  const head = `Message-ID: <${id}@shop.test>\r\nSubject: hello\r\n\r\n`;
  const line = '.a line that begins with a dot and is not the end\r\n';
  const body = line.repeat(Math.max(1, Math.ceil((bytes - head.length) / line.length)));
  return {
    channel: 'email',
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

/** A call of about so many bytes. */
export function exampleCall(id = 'm1', bytes = 200, change: Partial<HttpParcel> = {}): HttpParcel {
  const text = `Grüße 🛒 ${'x'.repeat(bytes)}`;
  return {
    channel: 'sms',
    id,
    bytes: Buffer.from(JSON.stringify({ id, type: 'sms', to: '+4915112345678', text })),
    campaign: 'welcome',
    step: 'hello',
    profileId: 'p1',
    sendAt: 0,
    readable: { ending: 'txt', text: `To: +4915112345678\n\n${text}\n` },
    ...change,
  };
}
