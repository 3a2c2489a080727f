import { type DkimFinding, inspectDkim } from '../deliver/inspect-dkim.js';
import { resolveEmail } from '../deliver/make-email.js';
import type { CheckupFinding } from '../model/checkup.js';
import { LifecycleError } from '../model/failure.js';
import type { Plan } from '../model/plan.js';

/** What one string of a TXT record can hold (RFC 1035 3.3.14). */
const LONGEST_STRING = 255;

/** The DNS record of every DKIM key that can sign, and the keys that should be better. Those that cannot are told with the other secrets; the DNS itself is not asked. */
export function examineKeys(
  { channels: { email } }: Plan,
  env: Readonly<Record<string, string | undefined>>,
): readonly CheckupFinding[] {
  const sender = email === null ? null : senderDomain(() => resolveEmail(email, env).domain);
  if (email === null || sender === null) return [];
  return inspectDkim(email, sender, env).flatMap((finding) => (finding.kind === 'usable' ? tell(finding) : []));
}

function tell({ signer, warning, record }: DkimFinding & { readonly kind: 'usable' }): readonly CheckupFinding[] {
  const { domain, selector, key } = signer;
  const which = `the DKIM key "${selector}" of ${domain}`;
  const strings = record.value.match(new RegExp(`.{1,${LONGEST_STRING}}`, 'g')) ?? [];
  const kind = key.algorithm === 'rsa-sha256' ? `RSA, ${key.bits} bits` : 'Ed25519';
  return [
    {
      level: 'note',
      about: 'signatures',
      message: `${which} (${kind}) signs; receivers must find: ${record.name} TXT ${strings.map((each) => `"${each}"`).join(' ')}`,
      help: null,
    },
    ...(warning === null
      ? []
      : [
          {
            ...({ level: 'warning', about: 'signatures' } as const),
            message: `${which} is weak: ${warning}`,
            help: '`lifecycle explain LC926` tells how to make a good one; give it a new selector.',
          },
        ]),
  ];
}

/** Null where the environment lacks what it takes, which is told with the other secrets. */
function senderDomain(read: () => string): string | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof LifecycleError) return null;
    throw error;
  }
}
