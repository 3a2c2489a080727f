const WORDS: Readonly<Record<string, string>> = {
  when: 'the step was not for them',
  'no-consent': 'no consent',
  unsubscribed: 'unsubscribed',
  suppressed: 'bounced, complained or was suppressed',
  halted: 'its campaign or step is halted',
  'no-address': 'no address',
  'bad-address': 'an impossible address',
  'quiet-hours': 'quiet hours',
  'send-window': 'outside the send window',
  holiday: 'a holiday',
  throttle: "their turn, by the channel's throttle",
  'frequency-cap': 'over a frequency cap',
  test: 'the winner of the test is not known yet',
  'put-off-too-long': 'put off for more than a week',
  repeated: 'they had it before',
  'step-gone': 'the step is no longer in the plan',
  'profile-gone': 'no longer in the data',
  'template-gone': 'the template is no longer in the plan',
  'address-changed': 'their address changed between two attempts',
  'no-code': 'no code was left to give',
  'channel-gone': 'the channel is not set up any more',
  restored: 'due before the ledger was restored, and perhaps sent then',
  forgotten: 'they were forgotten, as they asked',
  late: 'too late',
  stage: 'in another stage',
  audience: 'not in the audience',
  reentry: 'was in before',
  inside: 'is inside already',
  unless: 'the "unless" event came',
  layer: 'chance keeps them for another campaign of its layer',
};

/** A recorded reason as a reader says it; what was written by hand stays as it is. */
export function reasonWords(reason: string): string {
  const exited = /^exited: (.*)$/.exec(reason);
  if (exited !== null) return `${exited[1]} came before it went`;
  const late = /^late: (.*)$/.exec(reason);
  if (late !== null) return `too late after ${reasonWords(late[1] ?? '')}`;
  return WORDS[reason] ?? reason;
}
