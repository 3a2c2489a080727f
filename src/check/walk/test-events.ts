import { readTestEvent, type TestEvent } from '../../read/read-test-event.js';
import { remember } from '../remember.js';

/** The events of a campaign's test, each as it can be read; several rules ask for them. */
export const readTestEvents = remember((events: readonly string[]): readonly TestEvent[] => events.map(readTestEvent));
