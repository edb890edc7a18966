import { expect, test } from 'vitest';

test('the package exports these values, and no others', async () => {
  expect(Object.keys(await import('./index.ts')).toSorted()).toMatchInlineSnapshot(`
    [
      "CannotRunError",
      "ReportDirectoryError",
      "RestoreError",
      "conclusionOf",
      "createProgress",
      "exitCodeOf",
      "isChosen",
      "listReceiverRequirements",
      "listRequirements",
      "liveStatementOf",
      "prepareReportDirectory",
      "renderGithub",
      "renderHtml",
      "renderJUnit",
      "renderMarkdown",
      "renderTerminal",
      "runConformance",
      "runReceiverConformance",
      "runReportSchema",
      "writeReports",
    ]
  `);
});

test('the mutants are in an entry of their own', async () => {
  expect(Object.keys(await import('./mutants/index.ts')).toSorted()).toEqual([
    'allKilled',
    'killTable',
    'receiverKillTable',
    'renderKillTable',
  ]);
});
