import { htmlPage, markup, pageScript } from '@trtc-call/reporting';
import { renderHeadline } from './conclusion.ts';
import { conformanceStyle } from './html/conformance-style.ts';
import { matrixSection } from './html/matrix-section.ts';
import { resultsSection } from './html/results-section.ts';
import { failureSection, summarySection } from './html/summary-section.ts';
import type { RunReport } from './run-report.ts';

/** The report as one HTML file that needs no network. It is whole without JavaScript, which only filters. */
export function renderHtml(report: RunReport): string {
  return htmlPage({
    title: `${renderHeadline(report)}: TRTC Call ${report.generation}`,
    style: conformanceStyle,
    script: pageScript,
    skipTo: { id: 'results', text: 'Skip to results' },
    body: markup`${summarySection(report)}
<main>
${failureSection(report)}
${matrixSection(report)}
${resultsSection(report)}
</main>`,
  });
}
