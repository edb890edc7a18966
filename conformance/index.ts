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
export type { ListedRequirement } from './run/items.ts';
export { isChosen } from './run/items.ts';
export type { Environment, HarTarget, RunOptions } from './run/options.ts';
export { type CannotRunCode, CannotRunError } from './run/options.ts';
export {
  listReceiverRequirements,
  listRequirements,
  runConformance,
  runReceiverConformance,
} from './run-conformance.ts';
export type { ReceiverRunOptions } from './targets/open-receiver.ts';
export { RestoreError } from './targets/target.ts';
