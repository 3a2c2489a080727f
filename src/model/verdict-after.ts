/** When the verdict on a campaign falls where it does not say: so long after the first message that went, or would have gone. */
export const VERDICT_AFTER = '60d';
