import type { CompiledResult, TemplateInput } from '../compile/templates/compile-template.js';
import type { CompileAll } from '../compile/templates/compile-templates.js';
import { templateKey } from '../compile/templates/template-cache.js';
import type { ChoreRoom } from './chore-room.js';

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
  const begun = new Map<string, () => Promise<CompiledResult>>();
  /** Gives by what each of them is known. */
  const begin = (inputs: readonly TemplateInput[]): readonly string[] => {
    const keys = inputs.map(keyOf);
    const fresh = [...inputs.entries()].filter(([at]) => !begun.has(keys[at]!));
    const asked = fresh.map(([, input]) => input);
    const list = room.begin('template', asked, TEMPLATE_WEIGHT);
    let all: Promise<readonly CompiledResult[]> | null = null;
    for (const [place, [at]] of fresh.entries()) {
      begun.set(keys[at]!, async () => {
        all ??= list.finish();
        return (await all)[place]!;
      });
    }
    return keys;
  };
  return {
    begin,
    compileAll: (inputs) => Promise.all(begin(inputs).map((key) => begun.get(key)!())),
  };
}

/** All that decides what comes of a template, and where what is found in it stands. */
function keyOf(input: TemplateInput): string {
  return JSON.stringify([templateKey(input), input.source.pieces, input.text?.file, input.text?.offset]);
}
