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
      "killTable",
      "listReceiverRequirements",
      "listRequirements",
      "liveStatementOf",
      "prepareReportDirectory",
      "receiverKillTable",
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
