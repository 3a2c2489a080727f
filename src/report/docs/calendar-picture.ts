import { weekdayOf } from '../../calendar/local-time.js';
import type { CalendarDay, CalendarMoment, CampaignCalendar } from '../../model/docs.js';
import type { PlanCampaign, Policies } from '../../model/plan.js';
import { type Html, html, type Piece } from '../page/html.js';
import { momentWords } from './calendar-words.js';
import { capital } from './campaign-words.js';
import { shortDay } from './day-words.js';

/** The days to come, one below the other, each from midnight to midnight: when nothing may go, and what the calendar brings. A calendar in which all days are alike is one day. */
export function drawCalendar(calendar: CampaignCalendar, campaign: PlanCampaign, policies: Policies): Html {
  const { days, moments } = calendar;
  const isPlain =
    moments.length === 0 && days.every(({ holiday }) => holiday === 'none') && campaign.sendWindow?.on == null;
  const rows = isPlain
    ? html`<div class="day"><span class="date">Any day</span>${track(null, [], campaign, policies)}<span></span></div>`
    : days.map((day) =>
        drawDay(
          day,
          moments.filter(({ date }) => date === day.date),
          campaign,
          policies,
        ),
      );
  return html`<div class="calendar"><div class="day hours" aria-hidden="true"><span></span><div class="ticks"><span>0:00</span><span>6:00</span><span>12:00</span><span>18:00</span><span>24:00</span></div><span></span></div>
${rows}</div>`;
}

function drawDay(
  day: CalendarDay,
  moments: readonly CalendarMoment[],
  campaign: PlanCampaign,
  policies: Policies,
): Html {
  const whose =
    day.holiday === 'none' ? null : day.holiday === 'everybody' ? 'Holiday' : `Holiday for ${day.holiday.join(', ')}`;
  const said = [...(whose === null ? [] : [whose]), ...moments.map((moment) => capital(momentWords(moment)))];
  return html`<div class="day${weekdayOf(day.date) > 5 && ' weekend'}"><span class="date">${shortDay(day.date)}</span>${track(day, moments, campaign, policies)}<span class="said">${said.map((text) => html`<span>${text}</span> `)}</span></div>
`;
}

/** Places on it are shares of the day, so that it is as wide as there is room. */
function track(
  day: CalendarDay | null,
  moments: readonly CalendarMoment[],
  { sendWindow }: PlanCampaign,
  { quietHours }: Policies,
): Html {
  const bands: Piece[] = [];
  const band = (look: string, from: number, to: number): void => {
    if (to > from)
      bands.push(html`<rect class="${look}" x="${share(from)}%" y="0" width="${share(to - from)}%" height="100%"/>`);
  };
  if (sendWindow !== null) {
    const isOpen = day === null || sendWindow.on === null || sendWindow.on.includes(weekdayOf(day.date));
    band('shut', 0, isOpen ? sendWindow.from : 1440);
    if (isOpen) band('shut', sendWindow.to, 1440);
  }
  if (quietHours !== null) {
    const { from, to } = quietHours;
    if (from < to) band('quiet', from, to);
    else {
      band('quiet', 0, to);
      band('quiet', from, 1440);
    }
  }
  if (day !== null && day.holiday !== 'none') band(day.holiday === 'everybody' ? 'holiday' : 'holiday some', 0, 1440);
  const dots = moments.flatMap(({ minutes, step, certain, held }) =>
    minutes === null
      ? []
      : [
          step === null
            ? html`<rect class="enter" x="${share(minutes)}%" y="15%" width="2" height="70%"/>`
            : html`<circle class="go${!certain && ' perhaps'}${held === 'skipped' && ' skipped'}" cx="${share(minutes)}%" cy="50%" r="5"/>`,
        ],
  );
  return html`<svg class="track" width="100%" height="20" aria-hidden="true">${bands}${[25, 50, 75].map((at) => html`<line class="hour" x1="${at}%" x2="${at}%" y1="0" y2="100%"/>`)}${dots}</svg>`;
}

function share(minutes: number): number {
  return Math.round((minutes / 1440) * 10_000) / 100;
}
