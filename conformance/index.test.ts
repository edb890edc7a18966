import { expect, test } from 'vitest';

test('the package exports these values, and no others', async () => {
  expect(Object.keys(await import('./index.ts')).toSorted()).toMatchInlineSnapshot(`
    [
      "CannotRunError",
      "ReportDirectoryError",
      "RestoreError",
      "allKilled",
      "conclusionOf",
      "createProgress",
      "exitCodeOf",
      "isChosen",
      "killTable",
      "listReceiverRequirements",
      "listRequirements",
      "liveStatementOf",
      "prepareReportDirectory",
      "receiverKillTable",
      "renderGithub",
      "renderHtml",
      "renderJUnit",
      "renderKillTable",
      "renderMarkdown",
      "renderTerminal",
      "runConformance",
      "runReceiverConformance",
      "runReportSchema",
      "writeReports",
    ]
  `);
});
