import type { Arm } from '../../model/exposure.js';
import type { CampaignReport } from '../../model/measurement.js';
import { countWords, percentWords } from './number-words.js';
import { type Section, section } from './telling.js';

/** Who moved from which stage to which: shares of those who were in the first, in both arms. Who stayed is not shown. */
export function stagesSection({ stages }: CampaignReport): Section | null {
  const were = (arm: Arm, from: string): number => sum(stages.filter((move) => move.arm === arm && move.from === from));
  const moves = [
    ...new Map(stages.filter(({ from, to }) => from !== to).map((move) => [`${move.from}\0${move.to}`, move])).values(),
  ];
  const share = (arm: Arm, from: string, to: string): string => {
    const all = were(arm, from);
    const moved = sum(stages.filter((move) => move.arm === arm && move.from === from && move.to === to));
    return all === 0 ? '–' : `${percentWords(moved / all)} of ${countWords(all)}`;
  };
  return section('moves between stages', {
    table: {
      columns: [
        { title: 'from', align: 'left' },
        { title: 'to', align: 'left' },
        { title: 'sent to', align: 'right' },
        { title: 'held out', align: 'right' },
      ],
      rows: moves.map(({ from, to }) => [from, to, share('sent', from, to), share('held', from, to)]),
    },
  });
}

function sum(moves: CampaignReport['stages']): number {
  return moves.reduce((total, { people }) => total + people, 0);
}
