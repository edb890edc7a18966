import type { Scale } from './scale.ts';

/** How many times as fast drift is meant to be. */
export const wantedRatio = 5;

/** Both tools on one file, then drift on files of growing size. */
export function scaleTable({ sizes, drift, redocly }: Scale): string {
  const perSecond = (count: number, seconds: number) =>
    `${Math.round(count / seconds).toLocaleString('en')}/s`;
  const ratio = redocly.seconds / drift.seconds;
  const count = drift.exchanges.toLocaleString('en');
  return [
    `| ${count} exchanges, one process from start to end | trtc-call | redocly drift | ratio | goal | |`,
    '| --- | ---: | ---: | ---: | --- | --- |',
    `| ${Math.round(drift.megabytes)} MB of HAR | ${perSecond(drift.exchanges, drift.seconds)} | ${perSecond(drift.exchanges, redocly.seconds)} | ${ratio.toFixed(2)}x | at least ${wantedRatio}x | ${ratio >= wantedRatio ? 'met' : 'missed'} |`,
    '',
    '| exchanges | MB | seconds, whole process | seconds, check alone | us for each | memory, MB |',
    '| ---: | ---: | ---: | ---: | ---: | ---: |',
    ...sizes.map(({ exchanges, megabytes, seconds, innerSeconds, residentMegabytes }) =>
      [
        '',
        exchanges.toLocaleString('en'),
        Math.round(megabytes).toLocaleString('en'),
        seconds.toFixed(2),
        innerSeconds.toFixed(2),
        ((innerSeconds / exchanges) * 1e6).toFixed(1),
        Math.round(residentMegabytes),
        '',
      ]
        .join(' | ')
        .trim(),
    ),
  ].join('\n');
}
