import { type Docs, NAME_KINDS } from '../../model/docs.js';
import { type Html, html, type Piece } from '../page/html.js';
import { campaignAnchor } from './anchors.js';
import { capital } from './campaign-words.js';
import { KIND_WORDS, meaningWords, valueWords } from './name-words.js';
import { plainName } from './plain-names.js';
import { subjectOf, templatesIn, usersBy } from './template-docs.js';

/** Who uses what: templates, topics and every name of the tracking plan, with the campaigns behind each. */
export function indexSection(docs: Docs): Html {
  const { plan, names } = docs;
  const topics = usersBy(docs, ({ message }) => [message.topic]);
  const templates = [...usersBy(docs, templatesIn)].map(([id, users]) =>
    row(docs, html`<code>${id}</code>`, subjectOf(plan, id), users),
  );
  const subjects = Object.entries(plan.topics).map(([id, { label, consent, transactional }]) =>
    row(
      docs,
      html`<bdi>${label}</bdi>`,
      transactional ? 'Service: goes without consent' : `For people with ${plainName(consent ?? '')}`,
      topics.get(id) ?? [],
    ),
  );
  const kinds = NAME_KINDS.flatMap((kind) => {
    const rows = names
      .filter((name) => name.kind === kind)
      .map((name) =>
        row(
          docs,
          plainName(name.name),
          html`${capital(meaningWords(plan, name))}${name.value !== null && html`<small>${valueWords(name.value)}</small>`}`,
          name.usedBy,
        ),
      );
    const { many, about } = KIND_WORDS[kind];
    return rows.length === 0 ? [] : [list(`${kind}s`, many, about, rows)];
  });
  return html`<section class="index" id="index"><h2 class="over">Who uses what</h2>
${list('templates', 'Templates', 'What messages are made of.', templates)}
${list('topics', 'Topics', 'What people agree to hear about.', subjects)}
${kinds}</section>`;
}

function list(id: string, title: string, about: string, rows: readonly Html[]): Html {
  return html`<section class="card" id="${id}" data-group><h3>${title}</h3><p class="lead">${about}</p><div class="scroll" role="group" aria-label="${title}" tabindex="0"><table><thead><tr><th scope="col">Name</th><th scope="col">Meaning</th><th scope="col">Campaigns</th></tr></thead><tbody>${rows}</tbody></table></div></section>
`;
}

function row({ campaigns }: Docs, name: Piece, meaning: Piece, users: readonly string[]): Html {
  const links = users.map((id, index) => {
    const found = campaigns.find(({ campaign }) => campaign.id === id)?.campaign.name ?? id;
    return html`${index > 0 && ', '}<a href="#${campaignAnchor(id)}"><bdi>${found}</bdi></a>`;
  });
  return html`<tr data-find=""><th scope="row">${name}</th><td dir="auto">${meaning}</td><td>${links.length === 0 ? html`<span class="none">none</span>` : links}</td></tr>
`;
}
