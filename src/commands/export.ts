import { groupKeys } from '../decide/group-keys.js';
import type { Facts } from '../model/facts.js';
import { findPerson } from './find-person.js';
import { findRoot } from './find-root.js';
import { openRecord, type RecordOptions } from './open-record.js';
import type { ExitCode, Terminal } from './terminal.js';

/** Prints everything that is known of one person, from the ledger and from the data, as one JSON document (`schemas/export.schema.json`). */
export async function exportPerson(
  terminal: Terminal,
  options: RecordOptions & { readonly profile: string },
): Promise<ExitCode> {
  const { plan, ledger } = openRecord(terminal, options);
  try {
    const { profileId, messages, ...story } = ledger.story(options.profile);
    const codes = ledger.givenCodes();
    const groups = ledger.histories([profileId], plan, groupKeys(plan)).flatMap(({ memberOf }) => memberOf);
    const person = await findPerson(terminal, plan, findRoot(terminal, options.project), profileId);
    const document = {
      format: 1,
      profile: profileId,
      exportedAt: terminal.now(),
      data: person === null ? null : dataOf(person),
      ledger: {
        groups,
        ...story,
        messages: messages.map((message) => ({ ...message, code: codes.get(message.id) ?? null })),
      },
    };
    terminal.out(`${JSON.stringify(document, null, 2)}\n`);
    return 0;
  } finally {
    ledger.close();
  }
}

function dataOf({ attributes, zone, locale, email, phone, events }: Facts): object {
  return { attributes, zone, locale, email, phone, events };
}
