import type { listRequirements } from '@trtc-call/conformance';

/** Prints requirements and observations: a line for each, or all as JSON. */
export function printRequirements(listed: ReturnType<typeof listRequirements>, json: boolean): void {
  const text = json ? `${JSON.stringify(listed, null, 2)}\n` : listed.map(lineOf).join('');
  process.stdout.write(text);
}

function lineOf({ id, level, sentence, excluded }: ReturnType<typeof listRequirements>[number]): string {
  const why = excluded === undefined ? '' : ` (not checkable: ${excluded})`;
  return `${id} ${level} ${sentence}${why}\n`;
}
