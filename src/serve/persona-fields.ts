import type { Plan } from '../model/plan.js';
import type { LiveGallery } from '../preview/live-gallery.js';
import type { LivePage } from '../report/preview/print-live.js';

/** What can be tried out of each persona, by their id: attributes, and traits that no single person's events tell. */
export function personaFields({ frame: { plan }, personas, edited }: LiveGallery): LivePage['people'] {
  const fields = fieldsOf(plan);
  return Object.fromEntries(
    personas.map(({ id, node }) => [
      id,
      {
        isEdited: edited.has(id),
        fields: fields.map(({ name, type, options }) => {
          const value = node.profile?.[name] ?? null;
          return { name, type, options, value: value === null ? '' : String(value) };
        }),
      },
    ]),
  );
}

function fieldsOf({ attributes, traits, identity }: Plan) {
  return [
    ...Object.entries(attributes)
      .filter(([name]) => name !== identity.id)
      .map(([name, { type, enum: values }]) => ({ name, type, options: values ?? [] })),
    ...Object.entries(traits)
      .filter(([, { trait }]) => trait.kind === 'frozen')
      .map(([name, { type }]) => ({ name, type, options: [] as readonly string[] })),
  ];
}
