import { createHash } from 'node:crypto';
import { Markup, markup } from './markup.ts';

/** The parts of a page. */
export interface PageParts {
  title: string;
  /** The whole style of the page. */
  style: string;
  /** The whole script of the page; it is whole without it. */
  script: string;
  /** Id of what a keyboard may skip to, and how the link to it reads. */
  skipTo: { id: string; text: string };
  body: Markup;
}

/**
 * One HTML file that needs no network. Its content security policy lets nothing run, load or connect but its own
 * style and script, known by their hashes.
 */
export function htmlPage({ title, style, script, skipTo, body }: PageParts): string {
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(style)}'`,
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
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${new Markup(style)}</style>
</head>
<body>
<a class="skip" href="#${skipTo.id}">${skipTo.text}</a>
${body}
<script>${new Markup(script)}</script>
</body>
</html>
`.text;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
