/** A permanent code that no rule of `check` stands behind: found while compiling or running. */
export interface CatalogEntry {
  readonly code: string;
  readonly name: string;
  /** One sentence: what is found. */
  readonly summary: string;
  /** Why it matters and what to do; paragraphs parted by empty lines. */
  readonly docs: string;
}

/** The codes of template compiling (LC505 on, LC7xx) and running (LC9xx), in order. */
export const catalog: readonly CatalogEntry[] = [
  {
    code: 'LC505',
    name: 'lost-liquid',
    summary: 'A piece of Liquid would not survive the MJML compiler.',
    docs: `MJML drops text that stands between its sections and columns without a word. Put Liquid that stands between MJML tags inside <mj-raw>, and Liquid in sizes (width, height) into ordinary values.`,
  },
  {
    code: 'LC506',
    name: 'unsafe-place',
    summary: 'A value is printed where it cannot be made safe.',
    docs: `Inside a style, a script, a comment or a tag itself, no escaping keeps a profile's data from changing the mail. Print values as text, in a quoted attribute, or in a link.`,
  },
  {
    code: 'LC507',
    name: 'raw-output',
    summary: 'A value is printed without being escaped.',
    docs: `With "raw", whatever a profile holds becomes part of the mail's code. Take the filter away.`,
  },
  {
    code: 'LC508',
    name: 'different-links',
    summary: 'The plain-text part does not have the same links as the HTML part.',
    docs: `People who read the text part must be able to do the same things, above all to unsubscribe. Add the links that the message names, or remove the .txt file and let the text part be made from the HTML.`,
  },
  {
    code: 'LC701',
    name: 'mjml-error',
    summary: 'MJML does not understand the template.',
    docs: `The message comes from MJML, with the line it is about. The tags and their attributes are described at https://documentation.mjml.io.`,
  },
  {
    code: 'LC702',
    name: 'too-large',
    summary: 'The mail is too large.',
    docs: `Gmail cuts a mail off after about 102 KB of HTML, and with it the footer and its unsubscribe link. Shorten the mail, or use fewer sections and styles.`,
  },
  {
    code: 'LC901',
    name: 'stale-plan',
    summary: 'The plan is older than the files it was built from, or was made by another version.',
    docs: `A run never guesses which of the two is meant. Run "lifecycle build" again, look at "lifecycle show", and run with the new plan.`,
  },
  {
    code: 'LC902',
    name: 'ledger-busy',
    summary: 'Another run holds the ledger.',
    docs: `Two runs that decide at the same time could send the same message twice, so the second waits and then gives up. Nothing was changed. Try again when the other has ended; if there is none, a crashed run's hold ends by itself within minutes.`,
  },
  {
    code: 'LC903',
    name: 'provider-refused',
    summary: 'The mail provider did not accept the messages.',
    docs: `Messages refused for good are recorded as failed with the provider's answer; those refused for now stay planned and are tried again on the next run. "lifecycle status" shows both.`,
  },
  {
    code: 'LC904',
    name: 'secret-missing',
    summary: 'An environment variable that a channel needs is not set.',
    docs: `Addresses and passwords of channels are written as \${NAME} and read only when a message is handed over, so that no plan holds a secret. Set the variable that the message names, in the shell or in the scheduler's settings.`,
  },
  {
    code: 'LC905',
    name: 'clock-went-back',
    summary: 'The time of this run lies before the last one.',
    docs: `Deciding twice about the same hours could send the same thing again. Check the clock of the machine, or the time given with --now; a time after the last run is always fine.`,
  },
  {
    code: 'LC906',
    name: 'data-cannot-be-read',
    summary: 'A data file is missing or cannot be read.',
    docs: `Without the profiles and events a run knows nothing about anybody, so it stops before it decides. Check the paths under "data" in lifecycle.config.yaml; they are relative to that file.`,
  },
  {
    code: 'LC907',
    name: 'too-many-bad-rows',
    summary: 'More rows of the data are unusable than the project allows.',
    docs: `One bad row never stops the others, but many bad rows mean that an export went wrong, and deciding on half the data sends wrong things. The run stopped before sending; the rows and reasons are listed. Mend the export, or raise policies.max_bad_ratio on purpose.`,
  },
];
