import { expect, test } from 'vitest';

test('the package exports these values, and no others', async () => {
  expect(Object.keys(await import('./index.ts')).toSorted()).toMatchInlineSnapshot(`
    [
      "CannotRunError",
      "ReportDirectoryError",
      "RestoreError",
      "createProgress",
      "isChosen",
      "listReceiverRequirements",
      "listRequirements",
      "prepareReportDirectory",
      "renderConclusion",
      "renderGithub",
      "renderHtml",
      "renderJUnit",
      "renderLiveStatement",
      "renderMarkdown",
      "renderTerminal",
      "runConformance",
      "runReceiverConformance",
      "runReportSchema",
      "toExitCode",
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
