export type {
  BaselineEntry,
  BaselineState,
  CheckState,
  DriftExitCode,
  DriftInput,
  DriftReport,
  OperationCoverage,
} from './drift-report.ts';
export type {
  Damage,
  Exchange,
  ExchangeSensor,
  ExchangeSink,
  ReportedViolation,
} from './exchanges/exchange.ts';
export type {
  Acceptance,
  Finding,
  FindingClass,
  Fingerprint,
  Proposal,
  RuleId,
  SeenSchema,
  Sensor,
  Sighting,
  SpecChange,
  SpecLocation,
} from './findings/finding.ts';
