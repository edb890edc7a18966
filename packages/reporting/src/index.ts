export { readableTime } from './describe.ts';
export {
  describeReadFault,
  describeWriteFault,
  ifThere,
  NotAFileError,
  prepareReportDirectory,
  ReportDirectoryError,
  readTextFile,
  resolveFile,
  syncFolder,
  writeReportFiles,
  writeWhole,
} from './files.ts';
export { renderGithub } from './github.ts';
export { renderHtml } from './html.ts';
export { renderJUnit } from './junit.ts';
export { escapeMarkdown, renderMarkdown } from './markdown.ts';
export type {
  Acceptance,
  Alert,
  Change,
  Exchange,
  Fact,
  Filter,
  Group,
  Matrix,
  Place,
  Report,
  Row,
  Severity,
  Sighting,
  Status,
  Table,
  Verdict,
} from './report.ts';
export {
  type BlockOptions,
  clip,
  oneLine,
  sanitizeBlockForTerminal,
  sanitizeForTerminal,
  sanitizeJson,
} from './sanitize.ts';
export { encodePath, renderSarif } from './sarif.ts';
export { renderTerminal, type TerminalOptions } from './terminal.ts';
