import type { Rule } from './rule.js';
import { alwaysCapped } from './rules/always-capped.js';
import { badDkimName } from './rules/bad-dkim-name.js';
import { badLookup } from './rules/bad-lookup.js';
import { badSchedule } from './rules/bad-schedule.js';
import { badSender } from './rules/bad-sender.js';
import { blockValue } from './rules/block-value.js';
import { blockWithoutDefault } from './rules/block-without-default.js';
import { campaignLoop } from './rules/campaign-loop.js';
import { clockChange } from './rules/clock-change.js';
import { closedWindow } from './rules/closed-window.js';
import { codeWithoutCodes } from './rules/code-without-codes.js';
import { codesNotShown } from './rules/codes-not-shown.js';
import { comparisonMismatch } from './rules/comparison-mismatch.js';
import { consentNotBoolean } from './rules/consent-not-boolean.js';
import { definitionCycle } from './rules/definition-cycle.js';
import { discountInFirstCartMessage } from './rules/discount-in-first-cart-message.js';
import { dkimNotAligned } from './rules/dkim-not-aligned.js';
import { duplicateStepId } from './rules/duplicate-step-id.js';
import { duplicateVariant } from './rules/duplicate-variant.js';
import { economicsWithoutMoney } from './rules/economics-without-money.js';
import { emptyQuietHours } from './rules/empty-quiet-hours.js';
import { emptyWindow } from './rules/empty-window.js';
import { enteredByMessage } from './rules/entered-by-message.js';
import { exitAtEntry } from './rules/exit-at-entry.js';
import { fewActiveHeld } from './rules/few-active-held.js';
import { filterMismatch } from './rules/filter-mismatch.js';
import { fruitlessWait } from './rules/fruitless-wait.js';
import { gapFromFew } from './rules/gap-from-few.js';
import { goalOutOfReach } from './rules/goal-out-of-reach.js';
import { guardrailWithoutLimit } from './rules/guardrail-without-limit.js';
import { hastyVerdict } from './rules/hasty-verdict.js';
import { idleCap } from './rules/idle-cap.js';
import { impossibleCondition } from './rules/impossible-condition.js';
import { impossibleDelay } from './rules/impossible-delay.js';
import { impossibleFactors } from './rules/impossible-factors.js';
import { impossibleGuardrail } from './rules/impossible-guardrail.js';
import { impossibleMessageTest } from './rules/impossible-message-test.js';
import { impossibleMetric } from './rules/impossible-metric.js';
import { impossiblePersona } from './rules/impossible-persona.js';
import { impossibleReceipt } from './rules/impossible-receipt.js';
import { impossibleTest } from './rules/impossible-test.js';
import { impossibleTrait } from './rules/impossible-trait.js';
import { impossibleWait } from './rules/impossible-wait.js';
import { inactiveByTrait } from './rules/inactive-by-trait.js';
import { insecureCall } from './rules/insecure-call.js';
import { insecureUnsubscribe } from './rules/insecure-unsubscribe.js';
import { kpiOfMessages } from './rules/kpi-of-messages.js';
import { kpiWithoutHoldout } from './rules/kpi-without-holdout.js';
import { languageClash } from './rules/language-clash.js';
import { lateCartMessage } from './rules/late-cart-message.js';
import { liftOfLess } from './rules/lift-of-less.js';
import { liquidSyntax } from './rules/liquid-syntax.js';
import { lookupWithoutDefault } from './rules/lookup-without-default.js';
import { messageNotSentYet } from './rules/message-not-sent-yet.js';
import { misplacedFrontMatter } from './rules/misplaced-front-matter.js';
import { missingChannel } from './rules/missing-channel.js';
import { missingLanguage } from './rules/missing-language.js';
import { missingOwner } from './rules/missing-owner.js';
import { missingPhone } from './rules/missing-phone.js';
import { missingPostalAddress } from './rules/missing-postal-address.js';
import { missingUnsubscribe } from './rules/missing-unsubscribe.js';
import { missizedTest } from './rules/missized-test.js';
import { mixedMeasurements } from './rules/mixed-measurements.js';
import { moveOfLivingStep } from './rules/move-of-living-step.js';
import { moveToNowhere } from './rules/move-to-nowhere.js';
import { nameTaken } from './rules/name-taken.js';
import { needlessCondition } from './rules/needless-condition.js';
import { neverSent } from './rules/never-sent.js';
import { noExitOnGoal } from './rules/no-exit-on-goal.js';
import { noHoldout } from './rules/no-holdout.js';
import { noOptOut } from './rules/no-opt-out.js';
import { noUnsubscribeAddress } from './rules/no-unsubscribe-address.js';
import { nobodyEnters } from './rules/nobody-enters.js';
import { notSupportedYet } from './rules/not-supported-yet.js';
import { oneSubjectForAll } from './rules/one-subject-for-all.js';
import { operatorMismatch } from './rules/operator-mismatch.js';
import { optionalWithoutDefault } from './rules/optional-without-default.js';
import { orphanedArms } from './rules/orphaned-arms.js';
import { outdatedFit } from './rules/outdated-fit.js';
import { overfullLayer } from './rules/overfull-layer.js';
import { personalDataInUrl } from './rules/personal-data-in-url.js';
import { pointlessThrottle } from './rules/pointless-throttle.js';
import { promotionInTransactional } from './rules/promotion-in-transactional.js';
import { putOffTime } from './rules/put-off-time.js';
import { rankBySum } from './rules/rank-by-sum.js';
import { rawPersonalData } from './rules/raw-personal-data.js';
import { removalOfLivingStep } from './rules/removal-of-living-step.js';
import { sameDkimSelector } from './rules/same-dkim-selector.js';
import { shadowedCondition } from './rules/shadowed-condition.js';
import { sharedSalt } from './rules/shared-salt.js';
import { shortKpiWindow } from './rules/short-kpi-window.js';
import { splitWeights } from './rules/split-weights.js';
import { stageOrder } from './rules/stage-order.js';
import { stepForNobody } from './rules/step-for-nobody.js';
import { subjectWithoutEmail } from './rules/subject-without-email.js';
import { tooMuchPressure } from './rules/too-much-pressure.js';
import { traitWithoutPart } from './rules/trait-without-part.js';
import { transactionalInLayer } from './rules/transactional-in-layer.js';
import { twiceForMarketing } from './rules/twice-for-marketing.js';
import { twoLayers } from './rules/two-layers.js';
import { uncappedIncentive } from './rules/uncapped-incentive.js';
import { unclearMove } from './rules/unclear-move.js';
import { undatedAttribute } from './rules/undated-attribute.js';
import { undeclaredVariable } from './rules/undeclared-variable.js';
import { unfittedTrait } from './rules/unfitted-trait.js';
import { unknownAcceptance } from './rules/unknown-acceptance.js';
import { unknownAttribute } from './rules/unknown-attribute.js';
import { unknownBlock } from './rules/unknown-block.js';
import { unknownCampaign } from './rules/unknown-campaign.js';
import { unknownCost } from './rules/unknown-cost.js';
import { unknownEvent } from './rules/unknown-event.js';
import { unknownFilter } from './rules/unknown-filter.js';
import { unknownIncentive } from './rules/unknown-incentive.js';
import { unknownLanguage } from './rules/unknown-language.js';
import { unknownLayerCampaign } from './rules/unknown-layer-campaign.js';
import { unknownMetric } from './rules/unknown-metric.js';
import { unknownPartial } from './rules/unknown-partial.js';
import { unknownProperty } from './rules/unknown-property.js';
import { unknownRegion } from './rules/unknown-region.js';
import { unknownSegment } from './rules/unknown-segment.js';
import { unknownStage } from './rules/unknown-stage.js';
import { unknownStep } from './rules/unknown-step.js';
import { unknownTemplate } from './rules/unknown-template.js';
import { unknownTimezone } from './rules/unknown-timezone.js';
import { unknownTopic } from './rules/unknown-topic.js';
import { unknownUnit } from './rules/unknown-unit.js';
import { unlinkedHost } from './rules/unlinked-host.js';
import { unreachableBranch } from './rules/unreachable-branch.js';
import { unreachableRule } from './rules/unreachable-rule.js';
import { unreachableStep } from './rules/unreachable-step.js';
import { unreadFactor } from './rules/unread-factor.js';
import { unsafeTracking } from './rules/unsafe-tracking.js';
import { unsubscribeNotForAll } from './rules/unsubscribe-not-for-all.js';
import { untestableMetric } from './rules/untestable-metric.js';
import { untoldOutcome } from './rules/untold-outcome.js';
import { unusedBlock } from './rules/unused-block.js';
import { unusedPartial } from './rules/unused-partial.js';
import { unusedSegment } from './rules/unused-segment.js';
import { unusedTemplate } from './rules/unused-template.js';
import { unusedTrait } from './rules/unused-trait.js';
import { verdictBeforeWindow } from './rules/verdict-before-window.js';
import { weakForecast } from './rules/weak-forecast.js';
import { winBackWithoutStop } from './rules/win-back-without-stop.js';
import { wordsAndJson } from './rules/words-and-json.js';
import { writtenDkimKey } from './rules/written-dkim-key.js';
import { writtenSecret } from './rules/written-secret.js';
import { wrongTemplate } from './rules/wrong-template.js';
import { yearlyOnce } from './rules/yearly-once.js';

/** Every rule, in the order of the codes. */
export const rules: readonly Rule[] = [
  unknownTemplate,
  unknownSegment,
  duplicateStepId,
  unknownAttribute,
  unknownEvent,
  unknownProperty,
  unknownMetric,
  unknownTopic,
  unknownStage,
  unknownStep,
  definitionCycle,
  operatorMismatch,
  nameTaken,
  unknownCampaign,
  enteredByMessage,
  undatedAttribute,
  impossibleReceipt,
  unusedTemplate,
  traitWithoutPart,
  inactiveByTrait,
  impossibleTrait,
  unknownBlock,
  unusedBlock,
  blockWithoutDefault,
  unreachableRule,
  unknownIncentive,
  unusedSegment,
  unusedTrait,
  unusedPartial,
  impossiblePersona,
  unknownUnit,
  unknownLayerCampaign,
  overfullLayer,
  twoLayers,
  transactionalInLayer,
  badSchedule,
  unknownTimezone,
  emptyQuietHours,
  impossibleDelay,
  emptyWindow,
  yearlyOnce,
  putOffTime,
  neverSent,
  closedWindow,
  clockChange,
  unknownRegion,
  idleCap,
  unreachableStep,
  stageOrder,
  splitWeights,
  unreachableBranch,
  duplicateVariant,
  impossibleTest,
  impossibleWait,
  impossibleMessageTest,
  impossibleCondition,
  needlessCondition,
  shadowedCondition,
  nobodyEnters,
  stepForNobody,
  exitAtEntry,
  fruitlessWait,
  messageNotSentYet,
  campaignLoop,
  tooMuchPressure,
  alwaysCapped,
  discountInFirstCartMessage,
  lateCartMessage,
  noHoldout,
  shortKpiWindow,
  noExitOnGoal,
  winBackWithoutStop,
  missingOwner,
  kpiOfMessages,
  uncappedIncentive,
  moveOfLivingStep,
  moveToNowhere,
  unclearMove,
  removalOfLivingStep,
  unknownAcceptance,
  mixedMeasurements,
  kpiWithoutHoldout,
  impossibleGuardrail,
  guardrailWithoutLimit,
  verdictBeforeWindow,
  economicsWithoutMoney,
  liftOfLess,
  untestableMetric,
  unknownCost,
  impossibleMetric,
  unfittedTrait,
  outdatedFit,
  weakForecast,
  orphanedArms,
  sharedSalt,
  goalOutOfReach,
  fewActiveHeld,
  hastyVerdict,
  missizedTest,
  gapFromFew,
  rankBySum,
  impossibleFactors,
  unreadFactor,
  undeclaredVariable,
  liquidSyntax,
  unknownFilter,
  unknownPartial,
  optionalWithoutDefault,
  badLookup,
  lookupWithoutDefault,
  codeWithoutCodes,
  codesNotShown,
  filterMismatch,
  comparisonMismatch,
  rawPersonalData,
  missingUnsubscribe,
  consentNotBoolean,
  missingPostalAddress,
  insecureUnsubscribe,
  missingChannel,
  badSender,
  missingPhone,
  noOptOut,
  insecureCall,
  notSupportedYet,
  subjectWithoutEmail,
  noUnsubscribeAddress,
  untoldOutcome,
  pointlessThrottle,
  unsubscribeNotForAll,
  promotionInTransactional,
  personalDataInUrl,
  twiceForMarketing,
  badDkimName,
  dkimNotAligned,
  writtenDkimKey,
  sameDkimSelector,
  wrongTemplate,
  wordsAndJson,
  misplacedFrontMatter,
  writtenSecret,
  missingLanguage,
  oneSubjectForAll,
  languageClash,
  blockValue,
  unknownLanguage,
  unsafeTracking,
  unlinkedHost,
];
