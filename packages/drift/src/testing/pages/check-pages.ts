import type { SourcePage } from '@trtc-call/spec/v1/sources';
import { checkDocuments } from '../../pages/check-documents.ts';
import { answerPage } from '../../pages/read-page.ts';
import type { SourcesLock } from '../../pages/sources-lock.ts';
import { createPageModels, type PageModel } from './page-model.ts';
import { type Form, renderPage } from './render-page.ts';

const models = createPageModels();
export const plainHtml: Form = { language: 'en', markup: 'html-breaks' };
export const plainMarkdown: Form = { language: 'en', markup: 'markdown' };

export const findPage = (id: number | string): SourcePage => createPage(id).source;

export function createPage(id: number | string, change?: (page: PageModel) => void): PageModel {
  const model = structuredClone(models.find(({ source }) => source.id === Number(id)));
  if (!model) throw new TypeError(`no contract has a page ${id}`);
  change?.(model);
  return model;
}

export interface Changed {
  readonly id: number;
  readonly change: (page: PageModel) => void;
}

export async function check(
  changed?: Changed,
  lock?: SourcesLock,
  rewrite: (text: string) => string = (text) => text,
  form = plainHtml,
) {
  return checkDocuments({
    lock,
    read: answerPage,
    load: async ({ id }) => ({
      outcome: 'read',
      text: rewrite(renderPage(createPage(id, id === changed?.id ? changed.change : undefined), form)),
      format: form.markup === 'markdown' ? 'markdown' : 'html',
      validators: {},
    }),
  });
}
