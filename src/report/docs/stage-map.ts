import type { CampaignDocs, Docs, StageMove } from '../../model/docs.js';
import { formatPercentage } from '../../model/percentage.js';
import { type Html, html, type Piece } from '../page/html.js';
import { campaignAnchor } from './anchors.js';
import { moveWords } from './move-words.js';
import { plainName } from './plain-names.js';

/** A row is at least so wide, and so are two stages apart; it is scaled to the room there is. */
const WIDTH = 720;
const APART = 100;
const HEIGHT = 64;
const GROUND = 48;

/** The map of which campaign moves people from which stage to which: a row for each, a column for each stage, and the same as a table. */
export function drawStageMap(docs: Docs): Html {
  const { campaigns } = docs;
  const stages = stageOrder(docs);
  const rows = campaigns.map((one) => mapRow(one, stages));
  return html`<div class="map scroll" role="group" aria-label="Map of campaigns and stages" tabindex="0"><div class="map-grid" style="--stages:${stages.length}">
<div class="map-row map-head"><span></span><div class="stages">${stages.map((id) => html`<span>${plainName(id)}</span>`)}</div></div>
${rows}</div></div>
<p class="legend"><span><svg class="map-line" width="18" height="18" aria-hidden="true"><circle class="served" cx="9" cy="9" r="6"/></svg> reaches people of this stage</span><span><svg class="map-line" width="34" height="18" aria-hidden="true"><path class="arc" d="M2 15Q15 -4 30 13"/><path class="tip" d="M31 15L24.500 12.500L30.500 8.500Z"/></svg> its goal moves them there</span><span><svg class="map-line" width="22" height="18" aria-hidden="true"><circle class="served" cx="11" cy="9" r="4.500"/><circle class="stays" cx="11" cy="9" r="8"/></svg> they stay</span><span><svg class="map-line" width="34" height="18" aria-hidden="true"><path class="arc perhaps" d="M2 15Q17 -4 32 15"/></svg> perhaps there</span><span><svg class="map-line" width="18" height="18" aria-hidden="true"><circle class="untold" cx="9" cy="9" r="6"/></svg> the stages do not tell</span></p>
<details class="as-table"><summary>The map as a table</summary><div class="scroll" role="group" aria-label="The map as a table" tabindex="0"><table><thead><tr><th scope="col">Campaign</th><th scope="col">Where people are when its goal happens</th><th scope="col">Holdout</th><th scope="col">Owner</th></tr></thead><tbody>${campaigns.map(
    ({ campaign, moves }) =>
      html`<tr><th scope="row"><bdi>${campaign.name}</bdi></th><td>${moves.map((move) => html`<div>${moveWords(move)}</div>`)}</td><td>${holdoutWords(campaign.holdout)}</td><td><bdi>${campaign.owner ?? '–'}</bdi></td></tr>`,
  )}</tbody></table></div></details>`;
}

/** `10%`, `none`. */
export function holdoutWords(holdout: number): string {
  return holdout === 0 ? 'none' : formatPercentage(holdout);
}

function mapRow({ campaign, moves }: CampaignDocs, stages: readonly string[]): Html {
  const apart = Math.max(APART, WIDTH / stages.length);
  const width = stages.length * apart;
  const x = (id: string): number => (stages.indexOf(id) + 0.5) * apart;
  const served = new Map(moves.map((move) => [move.from, move]));
  const arcs = moves.flatMap((move) => [
    ...(move.to === null || move.to === move.from ? [] : [drawArc(move, x(move.from), x(move.to), false)]),
    ...move.perhaps.filter((id) => id !== move.from).map((id) => drawArc(move, x(move.from), x(id), true)),
  ]);
  const reached = new Set(moves.flatMap(({ to, perhaps }) => [to, ...perhaps]));
  const dots = stages.map((id) => drawStage(served.get(id), x(id), reached.has(id)));
  const holdout = campaign.holdout === 0 ? 'no holdout' : `${holdoutWords(campaign.holdout)} held out`;
  return html`<div class="map-row" data-find="${campaign.name} ${campaign.id}"><div class="map-name"><a href="#${campaignAnchor(campaign.id)}"><bdi>${campaign.name}</bdi></a>${campaign.owner !== null && html`<span><bdi>${campaign.owner}</bdi></span>`}<span>${holdout}</span></div><svg class="map-line" viewBox="0 0 ${round(width)} ${HEIGHT}" aria-hidden="true"><line class="ground" x1="${round(apart / 2)}" x2="${round(width - apart / 2)}" y1="${GROUND}" y2="${GROUND}"/>${arcs}${dots}</svg><p class="map-words" aria-hidden="true">${moves.map(moveWords).join(' · ')}</p></div>
`;
}

/** The last stage is where people begin, and the first is what everybody hopes for; neighbours that goals lead through the other way round change places. */
function stageOrder({ plan, campaigns }: Docs): readonly string[] {
  const stages = plan.stages.map(({ id }) => id).reverse();
  const moves = campaigns.flatMap((one) => one.moves);
  const count = (from: string, to: string): number =>
    moves.filter((move) => move.from === from && move.to === to).length;
  for (let turn = 0; turn < stages.length; turn++) {
    for (let at = 0; at + 1 < stages.length; at++) {
      const [left = '', right = ''] = stages.slice(at, at + 2);
      if (count(right, left) > count(left, right)) stages.splice(at, 2, right, left);
    }
  }
  return stages;
}

function drawStage(move: StageMove | undefined, x: number, isReached: boolean): Piece {
  if (move === undefined) {
    return isReached
      ? html`<circle class="reached" cx="${round(x)}" cy="${GROUND}" r="6"/>`
      : html`<circle class="other" cx="${round(x)}" cy="${GROUND}" r="2.500"/>`;
  }
  const look = move.to === null ? 'untold' : 'served';
  const stays = move.to === move.from && html`<circle class="stays" cx="${round(x)}" cy="${GROUND}" r="11"/>`;
  return html`<g><title>${moveWords(move)}</title><circle class="${look}" cx="${round(x)}" cy="${GROUND}" r="7"/>${stays}</g>`;
}

/** An arc over what lies between, higher the farther it goes; it ends before the place, not in it. */
function drawArc(move: StageMove, from: number, to: number, isPerhaps: boolean): Piece {
  const side = to > from ? 1 : -1;
  const top = GROUND - Math.min(78, 32 + Math.abs(to - from) * 0.12) + (isPerhaps ? 8 : 0);
  const [startX, startY] = [from + side * 7, GROUND - 10];
  const middle = (from + to) / 2;
  const length = Math.hypot(to - middle, GROUND - top);
  const [dx, dy] = [(to - middle) / length, (GROUND - top) / length];
  const [endX, endY] = [to - dx * 18, GROUND - dy * 18];
  const corner = (along: number, across: number): string =>
    `${round(endX + dx * along - dy * across)} ${round(endY + dy * along + dx * across)}`;
  const look = isPerhaps ? ' perhaps' : '';
  return html`<g><title>${moveWords(move)}</title><path class="arc${look}" d="M${round(startX)} ${startY}Q${round(middle)} ${round(top)} ${round(endX)} ${round(endY)}"/><path class="tip${look}" d="M${corner(5, 0)}L${corner(-5, 5)}L${corner(-5, -5)}Z"/></g>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
