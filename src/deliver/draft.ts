import type { Facts } from '../model/facts.js';
import type { LedgerMessage } from '../model/message.js';
import type { CompiledTemplate } from '../model/plan.js';

/** A message about to be rendered. */
export interface Draft {
  readonly message: LedgerMessage;
  readonly facts: Facts;
  readonly template: CompiledTemplate;
  /** Liquid in place of the template's subject, or null. */
  readonly subject: string | null;
}
