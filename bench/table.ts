/** One row: both sides as measured in the same run, and what their ratio is meant to be. */
export interface Comparison {
  what: string;
  ours: string;
  theirs: string;
  ratio: number;
  goal: { atLeast: number } | { atMost: number };
}

/** A Markdown table of the comparisons. */
export function table(comparisons: readonly Comparison[]): string {
  const rows = comparisons.map(({ what, ours, theirs, ratio, goal }) => {
    const wanted = 'atLeast' in goal ? `at least ${goal.atLeast}x` : `at most ${goal.atMost}x`;
    const met = 'atLeast' in goal ? ratio >= goal.atLeast : ratio <= goal.atMost;
    return `| ${what} | ${ours} | ${theirs} | ${ratio.toFixed(2)}x | ${wanted} | ${met ? 'met' : 'missed'} |`;
  });
  return ['| what | ours | theirs | ratio | goal | |', '|---|---|---|---|---|---|', ...rows].join('\n');
}

/**
 * Puts `content` between `<!-- name:begin -->` and `<!-- name:end -->`.
 *
 * @throws Error when the text has no such markers.
 */
export function replaceBetweenMarkers(text: string, name: string, content: string): string {
  const begin = `<!-- ${name}:begin -->`;
  const end = `<!-- ${name}:end -->`;
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`the text has no ${begin} ... ${end}: add the markers`);
  return `${text.slice(0, from + begin.length)}\n${content}\n${text.slice(to)}`;
}
