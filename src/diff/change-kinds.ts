import type { ChangeKind } from './change-kind.js';
import { actionChanged } from './changes/action-changed.js';
import { armsRedrawn } from './changes/arms-redrawn.js';
import { audienceNarrowed } from './changes/audience-narrowed.js';
import { audienceWidened } from './changes/audience-widened.js';
import { campaignAdded } from './changes/campaign-added.js';
import { campaignRemoved } from './changes/campaign-removed.js';
import { contentChanged } from './changes/content-changed.js';
import { delayLengthened } from './changes/delay-lengthened.js';
import { delayShortened } from './changes/delay-shortened.js';
import { exitChanged } from './changes/exit-changed.js';
import { identityChanged } from './changes/identity-changed.js';
import { inFlightChanged } from './changes/in-flight-changed.js';
import { layerChanged } from './changes/layer-changed.js';
import { limitsChanged } from './changes/limits-changed.js';
import { measureChanged } from './changes/measure-changed.js';
import { metadataChanged } from './changes/metadata-changed.js';
import { reentryLoosened } from './changes/reentry-loosened.js';
import { routeChanged } from './changes/route-changed.js';
import { sharesChanged } from './changes/shares-changed.js';
import { sourceChanged } from './changes/source-changed.js';
import { stepAdded } from './changes/step-added.js';
import { stepRemoved } from './changes/step-removed.js';
import { stepRenamed } from './changes/step-renamed.js';
import { stepsReordered } from './changes/steps-reordered.js';
import { topicChanged } from './changes/topic-changed.js';
import { valueMissing } from './changes/value-missing.js';

/** Every kind of change, in the order of their codes. */
export const changeKinds: readonly ChangeKind[] = [
  stepRemoved,
  stepRenamed,
  stepAdded,
  delayShortened,
  delayLengthened,
  stepsReordered,
  routeChanged,
  audienceWidened,
  audienceNarrowed,
  reentryLoosened,
  exitChanged,
  contentChanged,
  topicChanged,
  valueMissing,
  limitsChanged,
  sharesChanged,
  identityChanged,
  campaignRemoved,
  campaignAdded,
  inFlightChanged,
  sourceChanged,
  actionChanged,
  armsRedrawn,
  layerChanged,
  measureChanged,
  metadataChanged,
];
