import { createHash } from 'node:crypto';
import { conclusionOf } from './conclusion.ts';
import { matrixSection } from './html/matrix-section.ts';
import { startPage } from './html/page-script.ts';
import { pageStyle } from './html/page-style.ts';
import { resultsSection } from './html/results-section.ts';
import { failureSection, summarySection } from './html/summary-section.ts';
import { Markup, markup } from './markup.ts';
import type { RunReport } from './run-report.ts';

/**
 * The report as one HTML file that needs no network. It is whole without JavaScript, which only filters; its
 * content security policy lets nothing run, load or connect but its own style and script, known by their hashes.
 */
export function renderHtml(report: RunReport): string {
  const script = `(${startPage.toString()})();`;
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(pageStyle)}'`,
    `script-src '${hashOf(script)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${conclusionOf(report).split(':')[0] ?? ''}: TRTC Call ${report.generation}, ${report.target.name}</title>
<link rel="icon" href="data:,">
<style>${new Markup(pageStyle)}</style>
</head>
<body>
<a class="skip" href="#results">Skip to results</a>
${summarySection(report)}
<main>
${failureSection(report)}
${matrixSection(report)}
${resultsSection(report)}
</main>
<script>${new Markup(script)}</script>
</body>
</html>
`.text;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
