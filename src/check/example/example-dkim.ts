import { exampleProject } from './example-project.js';

const config = exampleProject['lifecycle.config.yaml'] ?? '';

/** A configuration whose emails are signed with two keys, for the examples of rules about them. */
export const exampleDkim: Readonly<Record<string, string>> = {
  'lifecycle.config.yaml': `${config}    dkim:
      - {domain: acme.example, selector: rsa2026, key: "\${DKIM_RSA}"}
      - {domain: acme.example, selector: ed2026, key: "\${DKIM_ED25519}"}
`,
};
