import type { CatalogEntry } from './catalog.js';

/** The codes that the template compiler finds by, in order. */
export const templateCatalog: readonly CatalogEntry[] = [
  {
    code: 'LC505',
    name: 'lost-liquid',
    summary: 'A piece of Liquid would not survive the MJML compiler.',
    docs: `MJML drops what stands between its sections and columns without a word. Put Liquid that stands between MJML tags inside <mj-raw>, around whole elements, and give sizes (width, height) as ordinary values.`,
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
    summary: 'A value is printed without being escaped, and nobody says why.',
    docs: `Values are escaped: what data holds is shown, never run. Some values are meant to be HTML, such as a description that editors write. {{ event.description | raw: "written by our editors" }} lets them be, and says why for whoever reads the template next year; "lifecycle show" lists every use.

Even then only p, br, b, strong, i, em, ul, ol, li and links to http, https, mailto and tel are left of them, each element closed; everything else is taken out. In the text part they become text.`,
  },
  {
    code: 'LC508',
    name: 'links-differ',
    summary: 'The plain-text part does not have the same links as the HTML part.',
    docs: `People who read the text part must be able to do the same things, above all to unsubscribe. Add the links that the message names, or remove the .txt file and let the text part be made from the HTML.`,
  },
  {
    code: 'LC509',
    name: 'unsupported-tag',
    summary: 'A Liquid tag is used whose output cannot be made safe.',
    docs: `Templates may use if, unless, case, for, assign, comment and include. What capture, render, echo and others print cannot be escaped for the place it ends up in; the help of the finding says what to write instead.`,
  },
  {
    code: 'LC510',
    name: 'double-escape',
    summary: 'A filter escapes a value that is escaped anyway.',
    docs: `Every value is escaped for the place it stands in. Escaped twice, Tom & Jerry would be shown as Tom &amp;amp; Jerry. Take the filter away.`,
  },
  {
    code: 'LC511',
    name: 'bad-include',
    summary: 'An include cannot be followed.',
    docs: `An include names one file below templates/partials/, written out: <mj-include path="partials/footer.mjml" />. No computed names, no paths that lead out of the folder, no partial that includes itself.`,
  },
  {
    code: 'LC512',
    name: 'unsafe-link',
    summary: 'A link leads somewhere that a mail may not lead.',
    docs: `Links begin with https:, http:, mailto: or tel:. Mail programs block anything else, and count it against the sender. The host of a link is written out, up to the "/" behind it: no data may choose where a link leads to.`,
  },
  {
    code: 'LC525',
    name: 'misplaced-raw',
    summary: 'HTML from data is printed where paragraphs and lists cannot stand.',
    docs: `What "raw" lets through may be paragraphs and lists, and how many depends on the data. Inside a link, a heading, a paragraph, an attribute or a subject they would break what is around them. Put the value by itself: <mj-text>{{ event.description | raw: "written by our editors" }}</mj-text>.`,
  },
  {
    code: 'LC701',
    name: 'mjml-error',
    summary: 'MJML does not understand the template.',
    docs: `The tags of MJML and their attributes are described at https://documentation.mjml.io. Parts that come out different in every build (mj-carousel, mj-navbar) cannot be used, as the same files must always give the same mail.`,
  },
  {
    code: 'LC703',
    name: 'preheader-twice',
    summary: 'The preheader is written in the body of the template.',
    docs: `The line that inboxes show after the subject is "preheader" in the front matter; it is put in its place for you. Written in the body too, it would be shown twice.`,
  },
  {
    code: 'LC704',
    name: 'unclosed-tag',
    summary: 'A tag of the template is not closed, or closes nothing.',
    docs: `MJML guesses what was meant, and mail programs guess differently. Close every tag, in the order in which they were opened, in each branch of an if.`,
  },
  {
    code: 'LC705',
    name: 'lost-text',
    summary: 'A piece of text would not survive the MJML compiler.',
    docs: `Text that stands between MJML tags is dropped without a word. Put it in <mj-text>, or HTML in <mj-raw>.`,
  },
  {
    code: 'LC706',
    name: 'no-subject',
    summary: 'A template has no subject.',
    docs: `Begin the file with front matter: a line of three hyphens, "subject: ...", and three hyphens again.`,
  },
  {
    code: 'LC707',
    name: 'no-text',
    summary: 'A message has no text at all.',
    docs: `Write what is to be said. What stands in comments, or is only pictures without "alt", leaves nothing to read; a mail has a text part of its own in a file beside the template that ends in .txt.`,
  },
  {
    code: 'LC711',
    name: 'too-many-segments',
    summary: 'A text message is longer than ten segments.',
    docs: `An SMS is cut into segments of 153 characters (67 as soon as one sign is outside the GSM alphabet: an emoji, a typographic quote), and each is paid for. More than ten are refused by most operators. Shorten the text, or link to the rest. A text that only a person's values make so long is held back when it is due, with the reason.`,
  },
  {
    code: 'LC712',
    name: 'not-json',
    summary: 'The template of a webhook does not make JSON.',
    docs: `What a webhook is told is one JSON value. Values are written into it as they are, and escaped for their place: {"name": "{{ profile.first_name }}", "orders": {{ profile.orders }}}. Text outside of quotes gets quotes of its own.

Templates with tags can make many texts; each is looked at when it is due, and one that is not JSON is held back with the reason.`,
  },
  {
    code: 'LC713',
    name: 'open-string',
    summary: 'A JSON string is open in one branch of a template and closed in another.',
    docs: `How a value after it must be escaped would depend on the person. Write whole strings, with both quotes, in each branch.`,
  },
  {
    code: 'LC725',
    name: 'subject-of-several-lines',
    summary: 'The subject of an email, or the title of a push message, has a line break in it.',
    docs: `It is one line of a header: with a break in it no message could be made for anybody. Write it on one line, without "|" before it and without \\n in it.`,
  },
  {
    code: 'LC760',
    name: 'mixed-tracking',
    severity: 'warning',
    summary: 'A link names another source, medium or campaign than the other links of its email.',
    docs: `Tracking parameters (utm_source, utm_medium, utm_campaign) say which email a visit came from. Where two links of one email say different things, its visits are counted as those of two emails, and the comparison of campaigns is wrong.

They are added to every link by themselves, from "tracking" under channels.email in lifecycle.config.yaml. Take the written one away, or change the setting for all. utm_content and utm_term may differ from link to link.`,
  },
  {
    code: 'LC762',
    name: 'untracked-link',
    severity: 'warning',
    summary: 'A link cannot get tracking parameters.',
    docs: `Whether a parameter begins with "?" or "&" depends on what stands before it, and here that depends on the person. The link is sent as it is, and its visits are counted as nobody's. Write the whole link in each branch: {% if vip %}https://acme.example/a?b=1{% else %}https://acme.example/c{% endif %}.`,
  },
  {
    code: 'LC763',
    name: 'borrowed-picture',
    summary: 'MJML would show pictures from a server of strangers.',
    docs: `Where a carousel, an accordion or a social button names no pictures, MJML puts in its own: from imgur.com and mailjet.com. Whoever runs those servers learns who opens the email, and the day they take a picture away it is missing in every email ever sent. Write the pictures, on a server of yours: left-icon and right-icon, icon-wrapped-url and icon-unwrapped-url, src.`,
  },
  {
    code: 'LC764',
    name: 'uncompiled-mjml',
    summary: 'A tag of MJML stands where MJML does not look.',
    docs: `What is inside <mj-text>, <mj-raw>, <mj-button>, <mj-table> and the like is HTML, and is handed on as it is: a section in it would reach the mail programs as <mj-section>, which none of them knows. Put it outside. To show a whole section to some people only, write the tags around it in an <mj-raw> each: <mj-raw>{% if … %}</mj-raw><mj-section>…</mj-section><mj-raw>{% endif %}</mj-raw>.`,
  },
  {
    code: 'LC765',
    name: 'chosen-column',
    severity: 'warning',
    summary: 'Columns of one section are shown to some people only.',
    docs: `MJML divides the width of a section by the columns that are written, before anybody knows which of them are shown: of two columns in two branches each person sees one, half as wide as the email. Choose between whole sections, or give each column a width.`,
  },
];
