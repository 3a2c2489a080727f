import type { EmailRule } from './email-rule.js';
import { bareBackgroundImage } from './rules/bare-background-image.js';
import { contradictingColorScheme } from './rules/contradicting-color-scheme.js';
import { deadLink } from './rules/dead-link.js';
import { emptyLink } from './rules/empty-link.js';
import { emptySubject } from './rules/empty-subject.js';
import { fileNameAsAlt } from './rules/file-name-as-alt.js';
import { headingOrder } from './rules/heading-order.js';
import { hiddenUnsubscribe } from './rules/hidden-unsubscribe.js';
import { imageWithoutAlt } from './rules/image-without-alt.js';
import { imageWithoutSize } from './rules/image-without-size.js';
import { insecureLink } from './rules/insecure-link.js';
import { layoutTableWithoutRole } from './rules/layout-table-without-role.js';
import { longPreheader } from './rules/long-preheader.js';
import { longSubject } from './rules/long-subject.js';
import { lowContrast } from './rules/low-contrast.js';
import { missingPreheader } from './rules/missing-preheader.js';
import { missingTitle } from './rules/missing-title.js';
import { postalAddressNotShown } from './rules/postal-address-not-shown.js';
import { preheaderRepeatsSubject } from './rules/preheader-repeats-subject.js';
import { sameTextTwoTargets } from './rules/same-text-two-targets.js';
import { tableWithoutHeaders } from './rules/table-without-headers.js';
import { textPartWithoutLink } from './rules/text-part-without-link.js';
import { tooLarge } from './rules/too-large.js';
import { unsupportedFeature } from './rules/unsupported-feature.js';
import { vagueLinkText } from './rules/vague-link-text.js';
import { wrongHtmlLang } from './rules/wrong-html-lang.js';

/** Every rule about emails as they are sent, in the order of the codes. */
export const emailRules: readonly EmailRule[] = [
  tooLarge,
  imageWithoutAlt,
  fileNameAsAlt,
  imageWithoutSize,
  bareBackgroundImage,
  wrongHtmlLang,
  missingTitle,
  missingPreheader,
  longPreheader,
  preheaderRepeatsSubject,
  headingOrder,
  tableWithoutHeaders,
  layoutTableWithoutRole,
  lowContrast,
  emptyLink,
  vagueLinkText,
  sameTextTwoTargets,
  insecureLink,
  deadLink,
  textPartWithoutLink,
  unsupportedFeature,
  contradictingColorScheme,
  longSubject,
  emptySubject,
  hiddenUnsubscribe,
  postalAddressNotShown,
];
