export { escapeMarkdown, fence } from './escape-markdown.ts';
export { htmlPage } from './html-page.ts';
export { fitBlocks, markdownTable } from './markdown-blocks.ts';
export { escapeMarkup, type Markup, type MarkupValue, markup } from './markup.ts';
export { pageScript } from './page-script.ts';
export { pageStyle, type Tone, toneRule } from './page-style.ts';
export { capitalised, readableTime } from './page-text.ts';
export { createPaint, type Paint, type Style } from './paint.ts';
export { readFaultOf, readTextFile, TextFileError } from './read-text-file.ts';
export {
  type BlockOptions,
  clip,
  escapeHidden,
  oneLine,
  sanitizeBlockForTerminal,
  sanitizeForTerminal,
  sanitizeJson,
} from './sanitize.ts';
export {
  directoryFaultOf,
  prepareDirectory,
  writeFaultOf,
  writeReportFiles,
} from './write-report-files.ts';
export { NotAFileError, resolveFile, syncFolder, writeWhole } from './write-whole.ts';
