import { holidayEnds } from '../../calendar/holidays.js';
import { quietUntil } from '../../calendar/local-time.js';
import { windowOpens } from '../../calendar/open-hours.js';
import type { SendWindow } from '../../model/plan.js';
import type { Project } from '../../model/project.js';
import { parseTimeOfDay } from '../../model/time-of-day.js';
import type { Instant } from '../../model/value.js';
import { parseWeekdays } from '../../model/weekdays.js';
import { atKey, type Place } from '../place.js';
import type { MessagePlace } from '../walk/walk-messages.js';
import { topicKind } from '../walk/walk-messages.js';
import { campaignMap, configMap, listAt, mapAt, textAt, type YamlMap } from '../yaml-map.js';

/** A rule of the clock as it is written, over local times as though they were UTC. */
export interface WrittenRule {
  readonly kind: 'quiet hours' | 'send window' | 'holiday';
  readonly onBlocked: string;
  readonly place: Place;
  /** When it lets go what it keeps in at `t`; null when it lets it go. */
  readonly opens: (t: Instant) => Instant | null;
}

/** The rules of the clock that a message keeps to, of those that can be read; holidays of single regions aside. */
export function clockOf(project: Project, { campaign, message, topic }: MessagePlace): readonly WrittenRule[] {
  const policies = mapAt(configMap(project), 'policies');
  const said = textAt(message, 'on_blocked');
  const top = campaignMap(campaign);
  const isOwn = message.send_window !== undefined;
  return [
    ...quietHours(policies, said),
    ...sendWindow(isOwn ? message : top, isOwn ? null : said, readQuietHours(policies)),
    ...(topicKind(project, topic) === 'transactional' ? [] : holidays(policies, said)),
  ];
}

/** A written send window; null when it cannot be read. It may be one that never opens. */
export function readWindow(node: YamlMap | null): Omit<SendWindow, 'onBlocked'> | null {
  if (node === null) return null;
  const [from, to] = [textAt(node, 'from') ?? '00:00', textAt(node, 'to')];
  const [start, end] = [parseTimeOfDay(from), to === null ? 1440 : parseTimeOfDay(to)];
  const written = typeof node.on === 'string' || Array.isArray(node.on) ? node.on : null;
  const on = written === null ? null : parseWeekdays(typeof written === 'string' ? written : written.map(String));
  if (start === null || end === null || (node.on !== undefined && on === null)) return null;
  return { from: start, to: end, on };
}

/** Quiet hours as minutes of the day; null when there are none, or none that can be read. */
export function readQuietHours(policies: YamlMap | null): Minutes | null {
  const node = mapAt(policies, 'quiet_hours');
  const from = parseTimeOfDay(textAt(node, 'from') ?? '');
  const to = parseTimeOfDay(textAt(node, 'to') ?? '');
  return from === null || to === null || from === to ? null : { from, to };
}

function quietHours(policies: YamlMap | null, said: string | null): WrittenRule[] {
  const hours = readQuietHours(policies);
  if (policies === null || hours === null) return [];
  const onBlocked = said ?? textAt(mapAt(policies, 'quiet_hours'), 'on_blocked') ?? 'defer';
  const place = atKey(policies, 'quiet_hours');
  return [{ kind: 'quiet hours', onBlocked, place, opens: (t) => quietUntil(t, hours.from, hours.to, 'UTC') }];
}

/** Whether no minute of the window is open, or all of them are quiet. */
export function neverOpens(window: Minutes, quiet: Minutes | null): boolean {
  for (let minute = window.from; minute < window.to; minute++) {
    if (quiet === null) return false;
    const { from, to } = quiet;
    if (!(from < to ? minute >= from && minute < to : minute >= from || minute < to)) return false;
  }
  return true;
}

interface Minutes {
  readonly from: number;
  readonly to: number;
}

/** A window that never opens is told by itself, and says nothing about the times at which it does not. */
function sendWindow(holder: YamlMap, said: string | null, quiet: Minutes | null): WrittenRule[] {
  const node = mapAt(holder, 'send_window');
  const window = readWindow(node);
  if (window === null || neverOpens(window, quiet)) return [];
  const onBlocked = said ?? textAt(node, 'on_blocked') ?? 'defer';
  const place = atKey(holder, 'send_window');
  return [{ kind: 'send window', onBlocked, place, opens: (t) => windowOpens(t, window, 'UTC') }];
}

function holidays(policies: YamlMap | null, said: string | null): WrittenRule[] {
  const node = mapAt(policies, 'holidays');
  const days = (listAt(node, 'dates') ?? []).filter((day) => typeof day === 'string');
  if (policies === null || days.length === 0) return [];
  const onBlocked = said ?? textAt(node, 'on_blocked') ?? 'defer';
  return [
    { kind: 'holiday', onBlocked, place: atKey(policies, 'holidays'), opens: (t) => holidayEnds(t, days, 'UTC') },
  ];
}
