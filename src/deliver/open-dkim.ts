import { LifecycleError } from '../model/failure.js';
import type { EmailChannel } from '../model/plan.js';
import { type Sign, signAndVerify } from '../render/dkim/sign-and-verify.js';
import type { DkimSigner } from '../render/dkim/sign-message.js';
import { inspectDkim, variablesIn } from './inspect-dkim.js';
import { resolveEmail } from './make-email.js';

const MAKE_ONE = [
  'make a key with: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out dkim.pem',
  'set the variable to what the file holds, for example with: export DKIM_KEY="$(cat dkim.pem)"',
  'then publish the DNS record that lifecycle doctor tells',
];

/** Signing for the email channel; null when it has no keys. `warnings` name keys that sign, but should be better. */
export interface OpenDkim {
  readonly sign: Sign | null;
  readonly warnings: readonly string[];
}

/**
 * Reads the keys of the email channel from the environment. Throws LC904 when one is not set and LC926 when one cannot sign for the sender: no email leaves
 * unsigned because of a bad key. No message holds a part of a key.
 */
export function openDkim(email: EmailChannel, env: Readonly<Record<string, string | undefined>>): OpenDkim {
  if (email.dkim === undefined) return { sign: null, warnings: [] };
  const warnings: string[] = [];
  const signers: DkimSigner[] = [];
  for (const finding of inspectDkim(email, resolveEmail(email, env).domain, env)) {
    const { domain, selector, key } = finding.setting;
    const which = `the DKIM key "${selector}" of ${domain} (${variablesIn(key).join(', ') || 'channels.email.dkim'})`;
    switch (finding.kind) {
      case 'missing':
        throw new LifecycleError(
          'LC904',
          `the environment variable ${finding.variable} is not set, and ${which} is to be in it`,
          [
            `set ${finding.variable} where lifecycle runs; it is never written to a plan, a ledger or a log`,
            ...MAKE_ONE,
          ],
        );
      case 'unusable':
        throw new LifecycleError('LC926', `${which} cannot sign: ${finding.problem}`, MAKE_ONE);
      case 'usable':
        if (finding.warning !== null) warnings.push(`${which} is weak: ${finding.warning}`);
        signers.push(finding.signer);
    }
  }
  return { sign: signAndVerify(signers), warnings };
}
