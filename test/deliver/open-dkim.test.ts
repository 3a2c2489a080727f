import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { inspectDkim } from '../../src/deliver/inspect-dkim.js';
import { openDkim } from '../../src/deliver/open-dkim.js';
import type { DkimSetting } from '../../src/model/dkim-setting.js';
import type { LifecycleError } from '../../src/model/failure.js';
import type { EmailChannel } from '../../src/model/plan.js';

const ED = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
// biome-ignore lint/suspicious/noTemplateCurlyInString: read from the environment
const setting: DkimSetting = { domain: 'acme.example', selector: 's1', key: '${KEY}' };
const channel = (...dkim: readonly DkimSetting[]): EmailChannel => ({
  transport: 'smtp://127.0.0.1',
  from: 'Acme <hello@news.acme.example>',
  replyTo: null,
  postalAddress: 'Acme',
  unsubscribe: 'https://acme.example',
  throttle: null,
  dkim,
});
const failure = (email: EmailChannel, env: Readonly<Record<string, string>>): LifecycleError => {
  try {
    openDkim(email, env);
  } catch (error) {
    return error as LifecycleError;
  }
  throw new Error('it was opened');
};

describe('the keys of the email channel', () => {
  test('none are wanted: nothing is signed', () => {
    const { dkim: _, ...email } = channel();
    expect(openDkim(email, {})).toEqual({ sign: null, warnings: [] });
  });

  test.each([
    [
      'another domain',
      { ...setting, domain: 'acme-mail.example' },
      'it signs for acme-mail.example, and the sender is at news.acme.example',
    ],
    [
      'a domain beside',
      { ...setting, domain: 'shop.acme.example' },
      'it signs for shop.acme.example, and the sender is at news.acme.example',
    ],
    [
      'a domain that only ends like it',
      { ...setting, domain: 'me.example' },
      'it signs for me.example, and the sender is at news.acme.example',
    ],
    ['no domain', { ...setting, domain: 'acme' }, 'its domain or its selector is no name'],
    ['no selector', { ...setting, selector: 'a..b' }, 'its domain or its selector is no name'],
    ['two selectors', { ...setting, selector: 'a; d=evil.example' }, 'its domain or its selector is no name'],
  ])('%s is refused', (_, wrong, problem) => {
    expect(failure(channel(setting, wrong), { KEY: ED })).toMatchObject({
      code: 'LC926',
      exitCode: 3,
      message: `the DKIM key "${wrong.selector}" of ${wrong.domain} (KEY) cannot sign: ${problem}`,
    });
  });

  test('an empty variable is a missing one', () => {
    expect(failure(channel(setting), { KEY: '' })).toMatchObject({ code: 'LC904' });
    expect(inspectDkim(channel(setting), 'acme.example', {})).toEqual([{ kind: 'missing', setting, variable: 'KEY' }]);
  });

  test('what is to be published is said of each usable key, without the private half', () => {
    const [found] = inspectDkim(channel({ ...setting, domain: 'Bücher.example' }), 'xn--bcher-kva.example', {
      KEY: ED,
    });
    expect(found).toMatchObject({
      kind: 'usable',
      warning: null,
      record: {
        name: 's1._domainkey.xn--bcher-kva.example',
        value: expect.stringMatching(/^v=DKIM1; k=ed25519; p=[A-Za-z0-9+/]{43}=$/),
      },
    });
    expect(JSON.stringify(found)).not.toContain(ED.split('\n')[1]!.slice(-43));
  });
});
