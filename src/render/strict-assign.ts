import { AssignTag, type Context, type Value } from 'liquidjs';

/** `{% assign %}` that does not forgive an unknown value without `default`: LiquidJS's own would let it be shown as a blank later. */
export class StrictAssign extends AssignTag {
  override *render(context: Context): Generator<unknown, void, unknown> {
    const { key, value } = this as unknown as { readonly key: string; readonly value: Value };
    context.bottom()[key] = yield value.value(context, false);
  }
}
