import { describe, expect, it } from 'vitest';
import { answerToFailure } from '../../src/deliver/channels/smtp-answer.js';
import type { Answer } from '../../src/deliver/way.js';

function answerTo(reply: string, command: string, handedOver = false): Answer {
  return answerToFailure(
    { message: 'x', response: reply, responseCode: Number(reply.slice(0, 3)), command },
    handedOver,
  );
}

// As real servers write them; RFC 3463, RFC 5248, RFC 7372, RFC 7505.
const TABLE: readonly (readonly [about: string, command: string, reply: string, answer: object])[] = [
  ['nobody there', 'RCPT TO', '550 5.1.1 <a@b.c>: user unknown', { kind: 'refused', isBadAddress: true }],
  [
    'nobody there',
    'RCPT TO',
    '550-5.1.1 The email account does not exist.\n550 5.1.1 Learn more',
    { kind: 'refused', isBadAddress: true },
  ],
  ['nobody there', 'DATA', '550 5.1.1 no such user', { kind: 'refused', isBadAddress: true }],
  ['no such domain', 'RCPT TO', '550 5.1.2 bad destination system', { kind: 'refused', isBadAddress: true }],
  ['takes no mail', 'RCPT TO', '556 5.1.10 null MX', { kind: 'refused', isBadAddress: true }],
  ['nobody there, it says of the sender', 'MAIL FROM', '550 5.1.1 unknown', { kind: 'refused' }],
  ['nobody there, without a code', 'RCPT TO', '550 User unknown', { kind: 'refused' }],
  ['nobody there, for now', 'RCPT TO', '450 4.1.1 unverified', { kind: 'deferred' }],
  ['a basic code that is surer than the other', 'RCPT TO', '550 4.2.1 try later', { kind: 'deferred' }],
  ['a basic code that is less sure', 'RCPT TO', '450 5.2.1 disabled', { kind: 'refused' }],
  ['disabled', 'RCPT TO', '550 5.2.1 disabled', { kind: 'refused' }],
  ['a full mailbox', 'RCPT TO', '452 4.2.2 over quota', { kind: 'deferred' }],
  ['a full mailbox for good', 'RCPT TO', '552 5.2.2 over quota', { kind: 'refused' }],
  ['too large', 'DATA', '552 5.3.4 message too big', { kind: 'refused' }],
  ['too large, of the mailbox', 'RCPT TO', '552 5.2.3 message length exceeds limit', { kind: 'refused' }],
  ['no room', 'MAIL FROM', '452 4.3.1 insufficient storage', { kind: 'deferred' }],
  ['spam', 'DATA', '554 5.7.1 rejected as spam', { kind: 'refused' }],
  ['a greylist', 'RCPT TO', '450 4.7.1 Greylisted, see later', { kind: 'deferred' }],
  ['a greylist', 'RCPT TO', '451 4.7.1 Graylisting in action', { kind: 'deferred' }],
  ['a greylist', 'RCPT TO', '450 4.2.0 try again', { kind: 'deferred' }],
  ['a pace', 'RCPT TO', '450 4.7.28 unusual rate', { kind: 'deferred', slowDown: true }],
  ['a pace', 'MAIL FROM', '421 4.7.0 [TSS04] deferred', { kind: 'deferred', slowDown: true }],
  ['a pace', 'RCPT TO', '451 4.7.650 server busy', { kind: 'deferred', slowDown: true }],
  ['a flood', 'DATA', '550 5.7.28 mail flood', { kind: 'deferred', slowDown: true }],
  ['our signature', 'DATA', '550 5.7.26 unauthenticated', { kind: 'deferred', slowDown: true }],
  ['our name', 'DATA', '550 5.7.25 no PTR', { kind: 'deferred', slowDown: true }],
  ['our sender', 'MAIL FROM', '501 5.1.7 bad sender', { kind: 'stop' }],
  ['our sender', 'MAIL FROM', '550 5.1.8 sender domain unknown', { kind: 'stop' }],
  ['our login', 'MAIL FROM', '530 5.7.0 authentication required', { kind: 'stop' }],
  ['our login', 'RCPT TO', '550 5.7.8 authentication required', { kind: 'stop' }],
  ['closing, whatever its second code says', 'RCPT TO', '421 5.1.1 closing', { kind: 'deferred' }],
  ['a number that is no code', 'RCPT TO', '550 5.1.1234 what', { kind: 'refused' }],
];

describe('a reply about', () => {
  it.each(TABLE)('%s, to %s: %s', (_, command, reply, answer) => {
    expect(answerTo(reply, command)).toEqual({ ...answer, reply });
  });
});
