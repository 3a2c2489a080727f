import type { Project } from '../../model/project.js';
import { knownAtSteps } from '../flow/walk-flow.js';
import { declaredEvents } from '../names/declared-events.js';
import { findField } from '../names/profile-fields.js';
import type { MessagePlace } from '../walk/walk-messages.js';
import { mapAt, textAt, triggersOf } from '../yaml-map.js';
import { canHold } from './can-hold.js';
import { type Claim, is } from './claim.js';
import { propertySubject } from './claim-of.js';
import { fieldTested } from './field-tested.js';
import { NOTHING } from './range.js';

/** Whether `profile.x` or `event.x` may be unknown to people who get a message, given what the way to its step asks of them, and what `shown` says of those who see the place. */
export function mayBeUnknown(
  project: Project,
  message: MessagePlace,
  [root, name]: readonly ['profile' | 'event', string],
  shown: Claim,
): boolean {
  const unknown = root === 'profile' ? unknownField(project, name) : unknownProperty(project, message, name);
  return (
    unknown !== null && canHold([unknown, shown, ...(knownAtSteps(project, message.campaign).get(message.step) ?? [])])
  );
}

function unknownField(project: Project, name: string): Claim | null {
  const field = findField(project, name);
  // A trait with parts is no value at all, which is told by another rule.
  return field?.optional && field.parts === null ? fieldTested(project, name, field).say(NOTHING) : null;
}

function unknownProperty(project: Project, { campaign }: MessagePlace, name: string): Claim | null {
  const triggers = triggersOf(campaign);
  for (const trigger of triggers) {
    const event = textAt(trigger, 'event') ?? textAt(mapAt(trigger, 'inactive'), 'event');
    const declared = event === null ? undefined : declaredEvents(project).get(event)?.get(name);
    if (declared?.optional) return is(propertySubject(name, declared), NOTHING);
  }
  return null;
}
