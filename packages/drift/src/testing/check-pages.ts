import { type SourcePage, sources } from '@trtc-call/spec/v1/sources';
import type { Finding } from '../findings/finding.ts';
import { checkDocuments } from '../pages/check-documents.ts';
import type { PageFormat } from '../pages/page-blocks.ts';
import { answerPage } from '../pages/read-page.ts';
import type { SourcesLock } from '../pages/sources-lock.ts';
import { type PageParts, pageParts } from './page-parts.ts';
import { htmlPage, markdownPage, type PageShape, pageLanguages } from './write-page.ts';

/** The forms in which a page comes. */
export const shapes: (PageShape & { format: PageFormat; title: string })[] = pageLanguages.flatMap(
  (language) => [
    { language, format: 'html', title: `${language}, HTML` },
    {
      language,
      format: 'html',
      wordsAs: 'lines',
      carelessSamples: true,
      strayBlanks: true,
      title: `${language}, HTML, written carelessly`,
    },
    { language, format: 'html', wordsAs: 'list', title: `${language}, HTML, words as a list` },
    { language, format: 'markdown', title: `${language}, Markdown` },
  ],
);
export const english = shapes[0] ?? fail();

function fail(): never {
  throw new TypeError('there are no shapes');
}

/** The page with this number. */
export function findPage(id: number): SourcePage {
  return sources.pages.find((page) => page.id === id) ?? fail();
}

/** A page, and what is changed in it. */
export interface Changed {
  readonly id: number;
  readonly change: (parts: PageParts) => void;
}

/** Checks pages as the contract has them, one of them changed. */
export async function check(
  shape: (typeof shapes)[number],
  changed?: Changed,
  lock?: SourcesLock,
  rewrite: (text: string) => string = (text) => text,
) {
  return checkDocuments({
    lock,
    read: answerPage,
    load: async (page) => {
      const parts = pageParts(page);
      if (page.id === changed?.id) changed.change(parts);
      const text = shape.format === 'html' ? htmlPage(parts, shape) : markdownPage(parts, shape);
      return { outcome: 'read', text: rewrite(text), format: shape.format, validators: {} };
    },
  });
}

/** Findings as a failure message shows them. */
export const shown = (findings: readonly Finding[]) =>
  findings.map(({ title, fingerprint }) => ({ title, ...fingerprint }));

/** A field that a table gets. */
export const row = (name: string) => ({ name, type: 'string', required: undefined, words: [] });
