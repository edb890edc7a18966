export { type ExitCode, renderConclusion, renderLiveStatement, toExitCode } from './report/conclusion.ts';
export { createProgress, type Progress, type ProgressOptions } from './report/progress.ts';
export {
  prepareReportDirectory,
  ReportDirectoryError,
  renderGithub,
  renderHtml,
  renderJUnit,
  renderMarkdown,
  renderTerminal,
  runReportSchema,
  type TerminalOptions,
  type WrittenReports,
  writeReports,
} from './report/render.ts';
export type {
  Capability,
  CapabilityState,
  Divergence,
  Exchange,
  Failure,
  GenerationSummary,
  LastLiveRun,
  Level,
  Result,
  RunReport,
  TargetSummary,
  Verdict,
  Verified,
} from './report/run-report.ts';
export { type CannotRunCode, CannotRunError } from './run/cannot-run-error.ts';
export type { ListedRequirement } from './run/describe-item.ts';
export type { Environment, HarTarget, RunOptions } from './run/run-options.ts';
export { isChosen } from './run/select-items.ts';
export { listRequirements, runConformance } from './run-conformance.ts';
export { listReceiverRequirements, runReceiverConformance } from './run-receiver-conformance.ts';
export type { ReceiverRunOptions } from './targets/receiver/open-receiver.ts';
export { RestoreError } from './targets/target.ts';
