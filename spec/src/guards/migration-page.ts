/** A page of the documentation as what a guard compares with the contracts. */
export interface Page {
  readonly text: string;
  /** The rows of the table under a heading, each as its cells; none where the page has no such table. */
  readonly rows: (heading: string) => readonly (readonly string[])[];
  /** What stands in backquotes in one column of the table under a heading. */
  readonly spans: (heading: string, column: number) => string[];
  /** The text under a heading of the second level, with all that is below it. */
  readonly section: (heading: string) => string;
  /** The decisions that the page names. */
  readonly ids: readonly string[];
}

export function readPage(text: string): Page {
  const tables = new Map(
    text
      .split(/^#{2,3} /m)
      .slice(1)
      .map((section) => {
        const lines = section.split('\n');
        const [, , ...rows] = lines.filter((line) => line.startsWith('| ')).map(readCells);
        return [lines[0] ?? '', rows];
      }),
  );
  const rows = (heading: string) => tables.get(heading) ?? [];
  return {
    text,
    rows,
    spans: (heading, column) => rows(heading).flatMap((row) => readSpans(row[column] ?? '')),
    section: (heading) => text.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '',
    ids: readIds(text),
  };
}

/** What stands in backquotes. */
export const readSpans = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

/** The decisions that a text names. */
export const readIds = (text: string) => [...text.matchAll(/V[14]-(?:U-)?\d+/g)].map(([id]) => id);

function readCells(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}
