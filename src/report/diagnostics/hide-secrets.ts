/**
 * How keys look where somebody wrote them into a file: DER of a private key in base64 (PKCS#8 and PKCS#1 begin with `MI`, Ed25519 with `MC4CAQAw`), PEM in base64, the
 * key of a webhook, and the password of an address.
 */
const SECRET =
  /(?<=\\n|\b)(?:MI[A-Za-z0-9+/]{46,}|MC4CAQAw[A-Za-z0-9+/]{40,}|LS0tLS1CRUdJTi[A-Za-z0-9+/]{40,}|whsec_[A-Za-z0-9+/_-]{16,})={0,2}(?:\\n[A-Za-z0-9+/=]+)*|(?<=smtps?:\/\/[^\s:@/]*:)[^\s@/$]+(?=@)/g;

/** A line of a file with stars in place of keys and passwords, as long as it was: what is printed of a file ends up in logs. */
export function hideSecrets(line: string): string {
  return line.replace(SECRET, (secret) => '*'.repeat(secret.length));
}
