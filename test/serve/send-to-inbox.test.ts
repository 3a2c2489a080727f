import { expect, test } from 'vitest';
import type { Cell } from '../../src/model/preview.js';
import { type InboxOrder, sendToInbox } from '../../src/serve/send-to-inbox.js';
import { examplePlan } from '../ledger/examples.js';

const plan = examplePlan();
const email: InboxOrder['plan']['channels']['email'] = {
  transport: '${SMTP_URL}',
  from: 'Acme <hello@acme.example>',
  replyTo: null,
  postalAddress: 'Acme',
  unsubscribe: 'https://acme.example/u',
  throttle: null,
};
const cell: Cell = {
  message: 'welcome/hello',
  persona: 'ann',
  file: 'templates/hello.mjml',
  lang: 'en',
  findings: [],
  content: {
    kind: 'email',
    from: 'Acme <hello@acme.example>',
    replyTo: null,
    to: 'ann@mail.example',
    subject: 'Hello',
    preheader: '',
    html: '<p>Hello</p>',
    text: 'Hello\n',
    headers: [],
  },
};
const order: InboxOrder = {
  plan: { ...plan, channels: { email } },
  listed: ['me@acme.example'],
  cell,
  to: 'me@acme.example',
  env: {},
  now: 0,
  id: 'a1',
};

test.each([
  [
    'no variable',
    {},
    'LC951',
    'there is nothing to send it by: the environment variable SMTP_URL is not set, and channels.email.transport needs it',
  ],
  [
    'no channel',
    { plan: { ...plan, channels: { email: null } } },
    'LC951',
    'there is nothing to send it by: the project has no email channel',
  ],
  [
    'an address of somebody else',
    { to: 'ann@mail.example' },
    'LC952',
    'ann@mail.example is not under dev.inbox in lifecycle.config.yaml',
  ],
  [
    'an address in another spelling',
    { to: 'me@acme.example, ann@mail.example' },
    'LC952',
    'me@acme.example, ann@mail.example is not under dev.inbox in lifecycle.config.yaml',
  ],
  [
    'a message that is held back',
    { cell: { ...cell, content: { kind: 'none', problem: 'profile.name is unknown' } } },
    'LC953',
    'it would be held back: profile.name is unknown',
  ],
  [
    'a text message',
    { cell: { ...cell, content: { kind: 'words', title: null, text: 'Hi', segments: 1 } } },
    'LC953',
    'only emails can be sent to an inbox',
  ],
  [
    'a server that is not there',
    { env: { SMTP_URL: 'smtp://127.0.0.1:1' } },
    'LC953',
    'the mail server did not take it: ',
  ],
] as const)('is refused kindly: %s', async (_, change, code, message) => {
  const refused = sendToInbox({ ...order, ...(change as Partial<InboxOrder>) });
  await expect(refused).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  await refused.catch(({ help }) => expect(help).not.toEqual([]));
});
