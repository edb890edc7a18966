import type { listRequirements } from '@trtc-call/conformance';
import { print, printJson } from './output/print.ts';

/** Prints requirements and observations: a line for each, or all as JSON. */
export function printRequirements(listed: ReturnType<typeof listRequirements>, json: boolean): void {
  if (json) printJson(listed);
  else print(listed.map(lineOf).join(''));
}

function lineOf({ id, level, sentence, excluded }: ReturnType<typeof listRequirements>[number]): string {
  const why = excluded === undefined ? '' : ` (not checkable: ${excluded})`;
  return `${id} ${level} ${sentence}${why}\n`;
}
