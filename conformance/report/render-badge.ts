import { conclusionOf } from './conclusion.ts';
import { exitCodeOf } from './exit-code.ts';
import type { RunReport } from './run-report.ts';

/** What shields.io reads of an endpoint: https://shields.io/badges/endpoint-badge. */
export interface Badge {
  readonly schemaVersion: 1;
  readonly label: string;
  readonly message: string;
  readonly color: 'brightgreen' | 'yellow' | 'red' | 'lightgrey';
}

/** The conclusion in a few words. It is green only when each MUST that can be checked was, and none failed. */
export function renderBadge(report: RunReport): Badge {
  const exitCode = exitCodeOf(report);
  const passed = report.results.filter(({ level, verdict }) => level === 'MUST' && verdict === 'pass').length;
  const failed = report.results.filter(({ level, verdict }) => level === 'MUST' && verdict === 'fail').length;
  const of = `of ${report.mustTotal} MUST`;
  const badge = (message: string, color: Badge['color']): Badge => ({
    schemaVersion: 1,
    label: `TRTC Call ${report.generation}`,
    message,
    color,
  });
  if (exitCode === 1) return badge(failed > 0 ? `${failed} ${of} failed` : 'does not conform', 'red');
  if (exitCode === 2) return badge('not checked', 'lightgrey');
  if (conclusionOf(report).startsWith('Conforms')) return badge(`${passed} MUST passed`, 'brightgreen');
  return badge(`${passed} ${of} passed`, 'yellow');
}
