// Made by scripts/tables-module.ts from the bundled contract of @trtc-call/spec.
// Change the contract, then run the generate script again.

import type { OperationId, Region } from '@trtc-call/spec/v1';
import type { DataFacts } from '../../answers.ts';
import type { AccountFacts, OperationFacts } from '../../contract.ts';

export const operations: Readonly<Record<OperationId, OperationFacts>> =
  {
  "getRecordByCallId": {
    "path": "/v1/records/get_record_by_callId",
    "idempotent": true,
    "rateLimit": {
      "requests": 20,
      "perSeconds": 1
    }
  },
  "getRecordsByFilter": {
    "path": "/v1/records/get_records_by_filter",
    "idempotent": true,
    "rateLimit": {
      "requests": 200,
      "perSeconds": 1
    }
  },
  "setCallback": {
    "path": "/v1/callback/set",
    "idempotent": true,
    "rateLimit": {
      "requests": 10,
      "perSeconds": 1
    }
  },
  "getCallback": {
    "path": "/v1/callback/get",
    "idempotent": true,
    "rateLimit": {
      "requests": 10,
      "perSeconds": 1
    }
  },
  "updateCallback": {
    "path": "/v1/callback/update",
    "idempotent": true,
    "rateLimit": {
      "requests": 10,
      "perSeconds": 1
    }
  },
  "deleteCallback": {
    "path": "/v1/callback/delete",
    "idempotent": true,
    "rateLimit": {
      "requests": 10,
      "perSeconds": 1
    }
  }
};

/** What the data of a success are. */
export const dataFacts: Readonly<Record<OperationId, DataFacts>> =
  {
  "getRecordByCallId": {
    "type": "object",
    "mayBeMissing": false,
    "mayBeEmpty": true
  },
  "getRecordsByFilter": {
    "type": "object",
    "mayBeMissing": false,
    "mayBeEmpty": false
  },
  "setCallback": {
    "type": "string",
    "mayBeMissing": false,
    "mayBeEmpty": false
  },
  "getCallback": {
    "type": "object",
    "mayBeMissing": false,
    "mayBeEmpty": true
  },
  "updateCallback": {
    "type": "string",
    "mayBeMissing": false,
    "mayBeEmpty": false
  },
  "deleteCallback": {
    "type": "string",
    "mayBeMissing": false,
    "mayBeEmpty": false
  }
};

/** After so long the service itself gives up. */
export const backendTimeoutMilliseconds = 3000;

/** The base URL of each region. */
export const servers: Readonly<Record<Region, string>> = {
  "intl": "https://callkit-intl.trtc.tencent-cloud.com",
  "china": "https://callkit.trtc.tencent-cloud.com"
};

export const account: AccountFacts = {
  "defaultIdentifier": "administrator",
  "identifierPattern": "^[A-Za-z0-9_-]{1,32}$",
  "leastSdkAppId": 1,
  "longestLifetimeYears": 10
};
