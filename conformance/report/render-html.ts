import { htmlPage, markup, pageScript } from '@trtc-call/rendering';
import { conclusionOf } from './conclusion.ts';
import { conformanceStyle } from './html/conformance-style.ts';
import { matrixSection } from './html/matrix-section.ts';
import { resultsSection } from './html/results-section.ts';
import { failureSection, summarySection } from './html/summary-section.ts';
import type { RunReport } from './run-report.ts';

/** The report as one HTML file that needs no network. It is whole without JavaScript, which only filters. */
export function renderHtml(report: RunReport): string {
  const [verdict = ''] = conclusionOf(report).split(':');
  return htmlPage({
    title: `${verdict}: TRTC Call ${report.generation}, ${report.target.name}`,
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
