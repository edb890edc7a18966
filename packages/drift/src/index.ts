export type { Acceptance } from '@trtc-call/reporting';
export {
  type AcceptedEntry as BaselineEntry,
  AcceptedListError as BaselineError,
  type AcceptedListErrorCode as BaselineErrorCode,
} from '@trtc-call/reporting/accepted';
export {
  checkDrift,
  type DriftCheckOptions,
  type DriftSource,
  describeUnanswered,
  fileSource,
  isMostlyUnanswered,
  type SourceRead,
} from './check-drift.ts';
export type { SpecLocation } from './contract/contract.ts';
export { readContracts } from './contract/contract.ts';
export type { Generation } from './contract/generations.ts';
export type { SeenSchema } from './contract/schema-node.ts';
export {
  type BaselineState,
  type CheckState,
  type DocumentsResult,
  type DriftExitCode,
  type DriftInput,
  type DriftReport,
  driftReportSchemaId,
  type OperationCoverage,
  type PageResult,
} from './drift-report.ts';
export {
  FixError,
  type FixErrorCode,
  SourceError,
  SourcesLockError,
  StateError,
  type StateErrorCode,
} from './errors.ts';
export type { FindingClass, Sensor, SpecChange } from './findings/difference.ts';
export type { Finding, Fingerprint, Place, Proposal, Sighting } from './findings/finding.ts';
export type { AppliedFix, FixOptions, FixResult, RunCommand } from './fix/apply-fixes.ts';
export { findSourcesLocks } from './fix/checkout.ts';
export type { Bump, Undecided } from './fix/plan-fixes.ts';
export { type Answers, Judge, type JudgeOptions } from './judge/judge.ts';
export { applyFixes, compareDocuments, createPageFetcher } from './on-demand.ts';
export { DriftOptionError } from './options.ts';
export type { DocumentsFlags } from './pages/documents.ts';
export type { FetchOptions } from './pages/fetch-page.ts';
export type { FetchedPage, PageFetcher, Validators } from './pages/load-page.ts';
export { type Cause, groupCauses } from './report/map-finding.ts';
export { renderConclusion } from './report/map-report.ts';
export {
  driftReportSchema,
  prepareReportDirectory,
  ReportDirectoryError,
  renderFixes,
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
export type { Damage } from './traffic/chunk-buffer.ts';
export type {
  Exchange,
  ExchangeSensor,
  ExchangeSink,
  ReportedViolation,
} from './traffic/exchange.ts';
export {
  ExchangeFileError,
  type ExchangeFileErrorCode,
  type ReadExchanges,
  type ReadOptions,
  readExchanges,
} from './traffic/read-exchanges.ts';
