import { everyStep } from '../model/every-step.js';
import type { MessageVariant } from '../model/message-test.js';
import type { MessageAction, Plan, PlanCampaign } from '../model/plan.js';
import type { GalleryMessage } from '../model/preview.js';

/** A message of a plan as a preview shows it, with where it comes from. */
export interface ShownMessage extends GalleryMessage {
  readonly from: PlanCampaign;
  readonly action: MessageAction;
  /** Liquid in place of the template's own subject. */
  readonly subject: string | null;
}

/** Every message of a plan, by campaign and then in the order of its steps; of a message that is tested, each variant. */
export function listMessages({ campaigns }: Plan): readonly ShownMessage[] {
  return campaigns.flatMap((campaign) =>
    everyStep(campaign.steps).flatMap(({ id, action }) => {
      if (action.kind !== 'message') return [];
      const variants: readonly (MessageVariant | null)[] = action.test?.variants ?? [null];
      return variants.map((variant): ShownMessage => {
        const { channel, topic } = action;
        return {
          id: [campaign.id, id, ...(variant === null ? [] : [variant.id])].join('/'),
          campaign: campaign.id,
          step: id,
          variant: variant?.id ?? null,
          channel,
          topic,
          template: variant?.template ?? action.template,
          subject: variant?.subject ?? action.subject,
          from: campaign,
          action,
        };
      });
    }),
  );
}
