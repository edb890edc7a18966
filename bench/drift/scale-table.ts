import type { Compared } from './scale.ts';

/** How many times as fast drift is meant to be with so many exchanges. */
const goal = { ratio: 5, exchanges: 100_000 };

/** Both tools on files of growing size. */
export function scaleTable(compared: readonly Compared[]): string {
  const heads = [
    'exchanges',
    'HAR, MB',
    'trtc-call drift',
    'us for each, without the start',
    'memory, MB',
    'redocly drift',
    'bare JSON.parse',
    'to redocly',
    'to JSON.parse',
    'goal',
  ];
  return [
    `| ${heads.join(' | ')} |`,
    `|${' ---: |'.repeat(heads.length - 1)} --- |`,
    ...compared.map((one) => `| ${cellsOf(one).join(' | ')} |`),
  ].join('\n');
}

function cellsOf({ drift, redocly, parse }: Compared): string[] {
  const { exchanges, megabytes, seconds, innerSeconds, residentMegabytes } = drift;
  const ratio = redocly && redocly.seconds / seconds;
  const wanted = `at least ${goal.ratio}x: ${(ratio ?? 0) >= goal.ratio ? 'met' : 'missed'}`;
  return [
    exchanges.toLocaleString('en'),
    Math.round(megabytes).toLocaleString('en'),
    rateOf(exchanges, seconds),
    ((innerSeconds / exchanges) * 1e6).toFixed(1),
    String(Math.round(residentMegabytes)),
    redocly ? rateOf(exchanges, redocly.seconds) : 'cannot read it',
    parse ? rateOf(exchanges, parse.seconds) : 'cannot read it',
    ratio === undefined ? '-' : `${ratio.toFixed(2)}x`,
    parse ? `${(parse.seconds / seconds).toFixed(2)}x` : '-',
    exchanges === goal.exchanges ? wanted : '',
  ];
}

function rateOf(exchanges: number, seconds: number): string {
  return `${Math.round(exchanges / seconds).toLocaleString('en')}/s`;
}
