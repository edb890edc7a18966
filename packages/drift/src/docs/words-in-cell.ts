import type { PageText } from './page-blocks.ts';

const word = /^[A-Za-z]\w*$/;
/** With the signs around it. */
const longestWord = 200;

/**
 * The values that a cell lists: set as code, one in each line, with or without their meaning, or separated by commas.
 * In lower case, since the English tables capitalise what is sent in lower case (V1-23).
 */
export function wordsIn(cell: PageText | undefined): Set<string> {
  const found = new Set<string>();
  const note = (text: string) => {
    if (text.length > longestWord) return;
    const trimmed = text.trim().replaceAll(/^["'“”]+|["'“”.]+$/g, '');
    if (word.test(trimmed)) found.add(trimmed.toLowerCase());
  };
  if (!cell) return found;
  for (const code of cell.codes) for (const part of code.split(/[,、/|]/)) note(part);
  for (const line of cell.text.split('\n')) {
    const explained = /^[-•*·\s]*["'“]?([A-Za-z]\w*)["'”]?\s*(?:[:=]|\s-\s|\()/.exec(line)?.[1];
    if (explained !== undefined) note(explained);
    const list = /(?:^|[:=]\s*)(["'“]?[A-Za-z]\w*["'”]?(?:\s*[,、/|;]\s*["'“]?[A-Za-z]\w*["'”]?)+)\.?$/.exec(
      line,
    )?.[1];
    for (const part of list?.split(/[,、/|;]/) ?? []) note(part);
    if (word.test(line) && cell.text.includes('\n')) note(line);
  }
  return found;
}
