export { checkDrift, type DocumentsResult, type DriftCheckOptions } from './check-drift.ts';
export { type DriftSource, fileSource, isMostlyUnanswered, SourceError } from './check-sources.ts';
export type { SpecLocation } from './contract/pointer.ts';
export {
  type BaselineEntry,
  type BaselineState,
  type CheckState,
  type DriftExitCode,
  type DriftInput,
  type DriftReport,
  driftReportSchemaId,
  type OperationCoverage,
} from './drift-report.ts';
export type { FindingClass, SeenSchema, Sensor, SpecChange } from './findings/difference.ts';
export type { Acceptance, Finding, Fingerprint, Place, Proposal, Sighting } from './findings/finding.ts';
export { BaselineError, type BaselineErrorCode } from './findings/read-baseline.ts';
export { StateError, type StateErrorCode } from './findings/state-file.ts';
export { type AppliedFix, applyFixes, type FixOptions, type FixResult } from './fix/apply-fixes.ts';
export type { Bump } from './fix/changeset.ts';
export { findSourcesLock } from './fix/checkout.ts';
export { FixError, type FixErrorCode } from './fix/errors.ts';
export type { Undecided } from './fix/plan-fixes.ts';
export { renderFixes } from './fix/render-fixes.ts';
export type { RunCommand } from './fix/run-command.ts';
export { Judge, type JudgeOptions } from './judge/judge.ts';
export { DriftOptionError } from './options.ts';
export { compareDocuments, type DocumentsFlags } from './pages/documents.ts';
export { createPageFetcher, type FetchOptions } from './pages/fetch-page.ts';
export type { FetchedPage, PageFetcher, Validators } from './pages/load-page.ts';
export { SourcesLockError } from './pages/sources-lock.ts';
export { conclusionOf } from './report/conclusion.ts';
export {
  driftReportSchema,
  prepareReportDirectory,
  ReportDirectoryError,
  renderGithub,
  renderHtml,
  renderJson,
  renderMarkdown,
  renderSarif,
  renderTerminal,
  type TerminalOptions,
  type WrittenDriftReports,
  writeDriftReports,
} from './report/render.ts';
export type { RuleHelp } from './rules/rule.ts';
export type { RuleId } from './rules/rules.ts';
export { ruleHelp } from './rules/rules.ts';
export type {
  Damage,
  Exchange,
  ExchangeSensor,
  ExchangeSink,
  ReportedViolation,
} from './traffic/exchange.ts';
export { ExchangeFileError, type ExchangeFileErrorCode } from './traffic/exchange-file-error.ts';
export { type ReadExchanges, type ReadOptions, readExchanges } from './traffic/read-exchanges.ts';
