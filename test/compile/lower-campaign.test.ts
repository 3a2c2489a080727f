import { expect, it } from 'vitest';
import { lowerCampaign } from '../../src/compile/lower-campaign.js';
import type { CampaignFile } from '../../src/model/campaign-file.js';

const base: CampaignFile = {
  name: 'C',
  goal: 'Something',
  kpi: { metric: 'orders', window: '7d' },
  triggers: [],
  steps: [{ id: 'hello', email: { template: 'hello', topic: 'offers' } }],
};
const lower = (more: Partial<CampaignFile>) =>
  lowerCampaign({ id: 'c', file: 'campaigns/c.yaml', node: { ...base, ...more } }, (_, step) =>
    step.startsWith('sms-') ? 'sms' : 'email',
  );

it('lowers the triggers that watch groups and days', () => {
  const { triggers } = lower({
    triggers: [
      { enters: { segment: 'vip' } },
      { enters: { stage: 'lapsed' } },
      { leaves: { segment: 'vip' } },
      { leaves: { stage: 'lapsed' } },
      { date: 'birthday', offset: '-1mo 3d', repeat: 'yearly', at: '09:00' },
      { date: 'renews_at', offset: '2h' },
      { date: 'renews_at' },
    ],
  });
  expect(triggers).toEqual([
    { kind: 'enters', group: { kind: 'segment', segment: 'vip' } },
    { kind: 'enters', group: { kind: 'stage', stage: 'lapsed' } },
    { kind: 'leaves', group: { kind: 'segment', segment: 'vip' } },
    { kind: 'leaves', group: { kind: 'stage', stage: 'lapsed' } },
    {
      kind: 'date',
      attribute: 'birthday',
      offset: { direction: 'before', duration: { months: 1, days: 3, exact: 0, text: '1mo 3d' } },
      yearly: true,
      at: 540,
    },
    {
      kind: 'date',
      attribute: 'renews_at',
      offset: { direction: 'after', duration: { months: 0, days: 0, exact: 7_200_000, text: '2h' } },
      yearly: false,
      at: null,
    },
    { kind: 'date', attribute: 'renews_at', offset: null, yearly: false, at: null },
  ]);
});

it('lowers back-fill and what becomes of a blocked message', () => {
  expect(lower({}).backfill).toBeNull();
  expect(lower({ backfill: '7d' }).backfill).toMatchObject({ days: 7, text: '7d' });
  expect(lower({}).steps[0]?.action).toMatchObject({ onBlocked: null });
  const steps = [{ id: 'hello', email: { template: 'hello', topic: 'offers', on_blocked: 'skip' as const } }];
  expect(lower({ steps }).steps[0]?.action).toMatchObject({ onBlocked: 'skip' });
});

it('asks what became of a message by the events of its channel', () => {
  const asked = (step: string, was: 'delivered' | 'clicked' | 'bounced' | 'sent') =>
    lower({ audience: { message: { step, was } } }).audience;
  expect(asked('hello', 'clicked')).toMatchObject({ kind: 'event', event: 'email_clicked' });
  expect(asked('hello', 'bounced')).toMatchObject({ kind: 'event', event: 'email_bounced' });
  expect(asked('sms-hello', 'clicked')).toMatchObject({
    kind: 'event',
    event: 'sms_clicked',
    where: [
      { property: 'campaign', test: { op: 'is', value: 'c' } },
      { property: 'step', test: { op: 'is', value: 'sms-hello' } },
    ],
  });
  expect(asked('sms-hello', 'bounced')).toMatchObject({ event: 'sms_failed' });
  expect(asked('sms-hello', 'sent')).toEqual({ kind: 'message', campaign: 'c', step: 'sms-hello' });
});
