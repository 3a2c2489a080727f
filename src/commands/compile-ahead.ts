import type { TemplateInput } from '../compile/templates/compile-template.js';
import type { CompileAll } from '../compile/templates/compile-templates.js';
import { templateKey } from '../compile/templates/template-cache.js';
import type { ChoreRoom } from './chore-room.js';
import { handOutOnce } from './hand-out-once.js';

/** Where templates are compiled, also before anybody asks for them. */
export interface AheadCompiler {
  /** Hands out templates that will be asked for. */
  begin(inputs: readonly TemplateInput[]): unknown;
  /** Compiles templates; those that were handed out as they are now are not handed out again. */
  readonly compileAll: CompileAll;
}

/** About how many milliseconds it takes to compile a template. */
const TEMPLATE_WEIGHT = 15;

/** Compiles templates in a room. */
export function compileInRoom(room: ChoreRoom): AheadCompiler {
  const begin = handOutOnce(
    keyOf,
    (inputs: readonly TemplateInput[]) => room.begin('template', inputs, TEMPLATE_WEIGHT).finish,
  );
  return { begin, compileAll: (inputs) => begin(inputs)() };
}

/** All that decides what comes of a template, and where what is found in it stands. */
function keyOf(input: TemplateInput): string {
  return JSON.stringify([templateKey(input), input.source.pieces, input.text?.file, input.text?.offset]);
}
