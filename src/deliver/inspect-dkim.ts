import type { DkimSetting } from '../model/dkim-setting.js';
import type { EmailChannel } from '../model/plan.js';
import { dkimDomain, isAligned, isSelector } from '../render/dkim/dkim-name.js';
import { dkimRecord } from '../render/dkim/dkim-record.js';
import { readDkimKey } from '../render/dkim/read-key.js';
import type { DkimSigner } from '../render/dkim/sign-message.js';

type Env = Readonly<Record<string, string | undefined>>;

/** What is to be said of one key of `channels.email.dkim`. Nothing in it but `signer` holds the key. */
export type DkimFinding =
  | {
      readonly kind: 'usable';
      readonly setting: DkimSetting;
      readonly signer: DkimSigner;
      /** What to do better, or null. */
      readonly warning: string | null;
      /** The TXT record to publish. */
      readonly record: { readonly name: string; readonly value: string };
    }
  | { readonly kind: 'missing'; readonly setting: DkimSetting; readonly variable: string }
  | { readonly kind: 'unusable'; readonly setting: DkimSetting; readonly problem: string };

/** RFC 8301 3.2: signers should use at least so many. */
const ENOUGH_BITS = 2048;

/** Every key of the email channel with what the environment has for it: whether it can sign for a sender of the domain `sender`, and what receivers must find. */
export function inspectDkim({ dkim = [] }: EmailChannel, sender: string, env: Env): readonly DkimFinding[] {
  return dkim.map((setting) => inspect(setting, sender, env));
}

function inspect(setting: DkimSetting, sender: string, env: Env): DkimFinding {
  const variable = variablesIn(setting.key).find((name) => (env[name] ?? '') === '');
  if (variable !== undefined) return { kind: 'missing', setting, variable };
  const unusable = (problem: string): DkimFinding => ({ kind: 'unusable', setting, problem });
  const domain = dkimDomain(setting.domain);
  if (domain === null || !isSelector(setting.selector)) return unusable('its domain or its selector is no name');
  if (!isAligned(domain, sender)) return unusable(`it signs for ${domain}, and the sender is at ${sender}`);
  const key = readDkimKey(setting.key.replace(/\$\{(\w+)\}/g, (_all, name: string) => env[name] ?? ''));
  if ('problem' in key) return unusable(key.problem);
  const signer = { domain, selector: setting.selector, key };
  const isShort = key.algorithm === 'rsa-sha256' && key.bits < ENOUGH_BITS;
  const warning = isShort ? `it has ${key.bits} bits, and receivers ask for ${ENOUGH_BITS}` : null;
  return { kind: 'usable', setting, signer, warning, record: dkimRecord(signer) };
}

/** The names of the environment variables in a text. */
export function variablesIn(text: string): readonly string[] {
  return [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name);
}
