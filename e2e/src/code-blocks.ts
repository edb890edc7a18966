/** A fenced block of a Markdown text. */
export interface CodeBlock {
  language: string;
  /** What stands behind the language, such as `compile`. */
  note: string;
  code: string;
  /** The line of the opening fence, from 1. */
  line: number;
}

/** The fenced blocks of a Markdown text, in order. */
export function codeBlocks(markdown: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let open: (CodeBlock & { fence: string }) | undefined;
  for (const [index, text] of markdown.split('\n').entries()) {
    const fence = /^\s*(`{3,})\s*(\w*)\s*(\w*)/.exec(text);
    if (open && text.trim() === open.fence) {
      const { language, note, code, line } = open;
      blocks.push({ language, note, code, line });
      open = undefined;
    } else if (open) {
      open.code += `${text}\n`;
    } else if (fence) {
      open = {
        language: fence[2] ?? '',
        note: fence[3] ?? '',
        code: '',
        line: index + 1,
        fence: fence[1] ?? '```',
      };
    }
  }
  return blocks;
}
