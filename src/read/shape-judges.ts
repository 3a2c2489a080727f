import type { Ajv2020, ValidateFunction } from 'ajv/dist/2020.js';
import { invariant } from '../model/failure.js';
import { makeAjv } from './make-ajv.js';

/** The published schemas by which ajv judges, or of which others take parts. */
export const SHAPES = ['condition', 'config', 'campaign', 'template', 'block'] as const;

/** One of these schemas. */
export type ShapeName = (typeof SHAPES)[number];

let ajv: Ajv2020 | null = null;

/** ajv's judge for a kind of file. In the built program the code that ajv writes stands in place of this: it takes half as long as a build to write it anew. */
export function judgeOf(name: ShapeName): ValidateFunction {
  ajv ??= makeAjv(SHAPES);
  const judge = ajv.getSchema(`${name}.schema.json`);
  invariant(judge, `the ${name} schema is known`);
  return judge;
}
