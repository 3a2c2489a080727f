import { LifecycleError } from '../../model/failure.js';
import { dkimRecord } from './dkim-record.js';
import { type DkimSigner, SIGNED_HEADERS, signMessage } from './sign-message.js';
import { type DkimRecords, readDkimRecord, verifyMessage } from './verify-message.js';

/** Signs a finished message; the result was verified as a receiver would. */
export type Sign = (message: Uint8Array) => Promise<Uint8Array>;

/**
 * Signing with every signer. What comes out was read again and verified with the records that are to be published: rejects with LC926, with nothing handed over, when a
 * signature is missing, does not verify, or leaves room for another header.
 */
export function signAndVerify(signers: readonly DkimSigner[]): Sign {
  const records = new Map(signers.map(dkimRecord).map(({ name, value }) => [name, readDkimRecord(value)] as const));
  const look: DkimRecords = (domain, selector) => records.get(`${selector}._domainkey.${domain}`) ?? null;
  return async (message) => {
    const signed = await signMessage(message, signers);
    const problem = findProblem(signed, signers, look);
    if (problem === null) return signed;
    throw new LifecycleError('LC926', `a message was signed, and its signature does not verify: ${problem}`, [
      'nothing was handed over unsigned; what is not sent is still planned',
      'if the key in the environment changed during the run, run again; else report it as a bug',
    ]);
  };
}

function findProblem(signed: Uint8Array, signers: readonly DkimSigner[], look: DkimRecords): string | null {
  const found = verifyMessage(signed, look);
  if (found.length !== signers.length) return `it has ${found.length} signatures, and should have ${signers.length}`;
  for (const [index, signature] of found.entries()) {
    if ('problem' in signature) return signature.problem;
    const { domain, selector } = signers[index]!;
    if (signature.domain !== domain || signature.selector !== selector) return 'it is another signature';
    const open = SIGNED_HEADERS.find((name) => !signature.sealed.includes(name));
    if (open !== undefined) return `a header ${open} could be added`;
  }
  return null;
}
