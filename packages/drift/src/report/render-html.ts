import { htmlPage, markup, pageScript } from '@trtc-call/rendering';
import type { DriftReport } from '../drift-report.ts';
import { conclusionOf } from './conclusion.ts';
import { baselineSection, comparedSection } from './html/compared-section.ts';
import { driftStyle } from './html/drift-style.ts';
import { acceptedSection, findingsSection } from './html/findings-section.ts';
import { breakingSection, reasonsSection, summarySection } from './html/summary-section.ts';

/** The report as one HTML file that needs no network. It is whole without JavaScript, which only filters. */
export function renderHtml(report: DriftReport): string {
  const [verdict = ''] = conclusionOf(report).split(':');
  const hasFindings = report.findings.length > 0;
  return htmlPage({
    title: `${verdict}: TRTC Call ${report.generation} drift`,
    style: driftStyle,
    script: pageScript,
    skipTo: hasFindings
      ? { id: 'results', text: 'Skip to findings' }
      : { id: 'compared', text: 'Skip to what was compared' },
    body: markup`${summarySection(report)}
<main>
${reasonsSection(report)}
${breakingSection(report)}
${findingsSection(report)}
${acceptedSection(report)}
${baselineSection(report)}
${comparedSection(report)}
</main>`,
  });
}
