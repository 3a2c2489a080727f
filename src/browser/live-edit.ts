import { askServer } from './live-ask.js';
import type { LiveField, LivePerson } from './live-data.js';
import { makeElement } from './make-element.js';

/** The values of one persona, to be tried out. */
export interface Editor {
  readonly persona: string;
  readonly form: HTMLFormElement;
  /** Takes in what they are by now; where somebody types, that stays. */
  readonly take: (person: LivePerson) => void;
}

/** A form with the values of a persona: nothing of it is written to a file. */
export function makeEditor(persona: string, first: LivePerson): Editor {
  const said = makeElement('p', { class: 'live-said', role: 'status' });
  const form = makeElement('form', { class: 'live-form' });
  const send = async (values: Readonly<Record<string, string>> | null): Promise<void> => {
    const { problems = [], problem } = await askServer('edit', { persona, values });
    const all = [...(problems as readonly string[]), ...(typeof problem === 'string' ? [problem] : [])];
    said.textContent = all.join('; ');
    said.classList.toggle('bad', all.length > 0);
  };
  form.addEventListener('submit', (event) => event.preventDefault());
  // What nobody touched stays as it is: empty would say that it is unknown.
  form.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement)
      void send({ [target.name]: target.value });
  });
  const reset = makeElement('button', { type: 'button' }, 'As in the file again');
  reset.addEventListener('click', () => void send(null));
  const inputs = first.fields.map((field, index) => makeInput(field, `live-field-${index}`));
  const rows = inputs.map((input) =>
    makeElement('div', { class: 'live-field' }, makeElement('label', { for: input.id }, input.name), input),
  );
  const note = makeElement('p', { class: 'live-said' }, 'Only here, until lifecycle dev ends; no file changes.');
  const details = makeElement(
    'details',
    {},
    makeElement('summary', {}, 'Try other values'),
    makeElement('div', { class: 'live-fields' }, ...rows, reset, said, note),
  );
  details.open = first.isEdited;
  form.append(details);
  const take = ({ fields, isEdited }: LivePerson): void => {
    // A button that vanishes takes the focus with it.
    if (!isEdited && document.activeElement === reset) inputs[0]?.focus();
    reset.hidden = !isEdited;
    for (const [index, { value }] of fields.entries()) {
      const input = inputs[index];
      if (input !== undefined && document.activeElement !== input) input.value = value;
    }
  };
  take(first);
  return { persona, form, take };
}

function makeInput({ name, type, value, options }: LiveField, id: string): HTMLInputElement | HTMLSelectElement {
  const choices = type === 'boolean' ? ['true', 'false'] : options;
  if (choices.length === 0)
    return makeElement('input', { id, name, value, autocomplete: 'off', dir: 'auto', placeholder: 'unknown' });
  const each = ['', ...choices].map((choice) => new Option(choice === '' ? '(unknown)' : choice, choice));
  return makeElement('select', { id, name }, ...each);
}
