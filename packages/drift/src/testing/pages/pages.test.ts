import { isFullProof } from '@trtc-call/test-servers';
import { describe, expect, test } from 'vitest';
import type { DocumentsOptions } from '../../pages/check-documents.ts';
import { answerPage } from '../../pages/read-page.ts';
import { documentRules } from '../../rules/document-rules.ts';
import { createPageModels } from './page-model.ts';
import { createPageCases, forms, type Tamper, tryPageCase } from './try-pages.ts';

// In short, some of what is done to a page in each form; `npm run pages:mutants` tries all of it in every language.
const seed = 1;
const perOperator = 1;
const everyCase = createPageModels().flatMap(createPageCases);
const kinds = Map.groupBy(everyCase, ({ mutant, form }) => `${mutant.operator} ${form.markup}`);
const cases = isFullProof
  ? everyCase
  : [...kinds.values()].flatMap((alike, at) =>
      Array.from(
        { length: perOperator },
        (_, turn) => alike[((at + seed) * 7919 + turn * 104_729) % alike.length] ?? [],
      ).flat(),
    );

test('every change of a page is found, by the right rule, class and place, and nothing else is found', async () => {
  const misses = [];
  for (const pageCase of cases) misses.push(...(await tryPageCase(pageCase)).misses);
  expect(misses).toEqual([]);
}, 600_000);

test('nothing that a page is known to say otherwise, or not at all, is found', async () => {
  const [form] = forms;
  const known = everyCase.filter(
    (shown) => shown.form === form && shown.mutant.operator === 'known contradiction',
  );
  const trials = await Promise.all(known.map((shown) => tryPageCase(shown)));
  expect(trials.map(({ page }) => page.generation)).toEqual(expect.arrayContaining(['v1', 'v4']));
  expect(trials.flatMap(({ misses }) => misses)).toEqual([]);
});

test('every rule about pages has a change that it finds', () => {
  const proven = new Set<string>(everyCase.flatMap(({ mutant }) => mutant.expected.map(({ rule }) => rule)));
  const unproven = documentRules.map(({ id }) => id).filter((id) => !proven.has(id));
  // Those are about fetching.
  expect(unproven).toEqual(['page-missing', 'page-moved']);
});

describe('the benchmark goes red when', () => {
  async function goesRed(
    operator: string,
    read: DocumentsOptions['read'],
    tamper?: Tamper,
  ): Promise<boolean> {
    const some = cases.filter(({ mutant }) => mutant.operator === operator);
    for (const pageCase of some)
      if ((await tryPageCase(pageCase, read, tamper)).misses.length > 0) return true;
    return false;
  }
  const withText =
    (change: (text: string) => string): DocumentsOptions['read'] =>
    (request) =>
      answerPage({ ...request, text: change(request.text) });
  const without =
    (kind: string): DocumentsOptions['read'] =>
    (request) => {
      const answer = answerPage(request);
      if (answer.problem !== undefined) return answer;
      const facts = new Map([...answer.reading.facts].filter(([key]) => key.split('/')[0] !== kind));
      return { ...answer, reading: { ...answer.reading, facts } };
    };
  test.each([
    ['host', 'host added'],
    ['path', 'path changed'],
    ['version', 'version of every path changed'],
    ['parameter', 'parameter added'],
    ['identifier', 'identifier changed'],
    ['command', 'command added'],
    ['code', 'code added'],
    ['field', 'field retyped'],
    ['word', 'word added'],
    ['default', 'default changed'],
    ['bound', 'bound changed'],
    ['sample', 'sample member added'],
    ['rate', 'rate lower'],
    ['limit', 'window shorter'],
    ['retry', 'waits changed'],
    ['client', 'client version raised'],
    ['end', 'end announced'],
    ['updated', 'date alone'],
  ])('no %s is read', async (kind, operator) => {
    expect(await goesRed(operator, without(kind))).toBe(true);
  });
  test('only the first code span of a cell is read', async () => {
    const firstSpan = (cell: string) => cell.replace(/(`[^`]*`[^`]*).*/, '$1');
    const read = withText((text) =>
      text.replaceAll(/^\|.*\|$/gm, (line) => line.split('|').map(firstSpan).join('|')),
    );
    expect(await goesRed('word removed', read)).toBe(true);
  });
  test('what stands around the content is read', async () => {
    const read = withText((text) => text.replaceAll(/(<\/?)(?:nav|header|footer|aside)\b/g, '$1div'));
    expect(await goesRed('unchanged', read)).toBe(true);
  });
  test('a class is wrong', async () => {
    expect(
      await goesRed('rate lower', answerPage, (finding) => ({ ...finding, class: 'informational' })),
    ).toBe(true);
  });
  test('a place is wrong', async () => {
    const nowhere: Tamper = (finding) => ({
      ...finding,
      fingerprint: { ...finding.fingerprint, pointer: '' },
    });
    expect(await goesRed('field retyped', answerPage, nowhere)).toBe(true);
  });
});
