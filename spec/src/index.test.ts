import { expect, test } from 'vitest';
import * as root from './index.ts';
import * as v1 from './v1/index.ts';
import * as openapi from './v1/openapi.ts';

test('each entry exports these names and no others', () => {
  expect({
    '.': Object.keys(root).sort(),
    './v1': Object.keys(v1).sort(),
    './v1/openapi': Object.keys(openapi),
  }).toMatchInlineSnapshot(`
    {
      ".": [
        "generations",
        "sourceBase",
        "v1",
        "v4",
      ],
      "./v1": [
        "callFlows",
        "commandWords",
        "contract",
        "contractVersion",
        "envelope",
        "errorCodes",
        "findErrorCode",
        "findMistake",
        "firstClients",
        "isOperationId",
        "limits",
        "mistakes",
        "operations",
        "otherErrorCode",
        "queryParameters",
        "servers",
        "userSig",
        "webhooks",
      ],
      "./v1/openapi": [
        "openapi",
      ],
    }
  `);
});
