export { conclusionOf, liveStatementOf } from './report/conclusion.ts';
export { type ExitCode, exitCodeOf } from './report/exit-code.ts';
export { createProgress, type Progress, type ProgressOptions } from './report/progress.ts';
export { renderGithub } from './report/render-github.ts';
export { renderHtml } from './report/render-html.ts';
export { renderJUnit } from './report/render-junit.ts';
export { renderMarkdown } from './report/render-markdown.ts';
export { renderTerminal, type TerminalOptions } from './report/render-terminal.ts';
export type {
  Capability,
  CapabilityState,
  Divergence,
  Exchange,
  Failure,
  LastLiveRun,
  Level,
  Result,
  RunReport,
  TargetSummary,
  Verdict,
  Verified,
} from './report/run-report.ts';
export {
  prepareReportDirectory,
  ReportDirectoryError,
  runReportSchema,
  type WrittenReports,
  writeReports,
} from './report/write-reports.ts';
export { type CannotRunCode, CannotRunError } from './run/cannot-run-error.ts';
export type { ListedRequirement } from './run/describe-item.ts';
export type { Environment, HarTarget, RunOptions } from './run/run-options.ts';
export { isChosen } from './run/select-items.ts';
export { listRequirements, runConformance } from './run-conformance.ts';
export { listReceiverRequirements, runReceiverConformance } from './run-receiver-conformance.ts';
export type { ReceiverRunOptions } from './targets/receiver/open-receiver.ts';
export { RestoreError } from './targets/target.ts';
