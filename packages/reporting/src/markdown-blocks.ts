/** A table in blocks, its rows apart, so that rows that do not fit can be left out. Nothing when there are no rows. */
export function markdownTable(title: string | null, columns: string[], rows: string[][]): string[] {
  if (rows.length === 0) return [];
  const head = title === null ? '' : `\n## ${title}\n\n`;
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [`${head}${line(columns)}\n${line(columns.map(() => '---'))}`, ...rows.map(line)];
}

/**
 * Takes blocks in order while they fit; smaller ones behind one that does not fit are still shown.
 *
 * @param maxBytes of the text that comes back, the line about what is missing apart
 */
export function fitBlocks(blocks: readonly string[], maxBytes: number): string {
  const kept: string[] = [];
  let bytes = 0;
  for (const block of blocks) {
    const size = Buffer.byteLength(block) + 1;
    if (bytes + size > maxBytes) continue;
    bytes += size;
    kept.push(block);
  }
  const missing = blocks.length - kept.length;
  if (missing > 0) kept.push(`\n${missing} more entries are in report.json: they did not fit here.`);
  return `${kept.join('\n')}\n`;
}
