// Made by scripts/tables-module.ts from the bundled contract of @trtc-call/spec.
// Change the contract, then run the generate script again.

import type { OperationId, Region } from '@trtc-call/spec/v1';
import type { AccountFacts, OperationFacts } from '../../contract.ts';

export const operationTable: Readonly<Record<OperationId, OperationFacts>> =
  {
  "getRecordByCallId": {
    "path": "/v1/records/get_record_by_callId",
    "idempotent": true,
    "requests": 20,
    "perSeconds": 1
  },
  "getRecordsByFilter": {
    "path": "/v1/records/get_records_by_filter",
    "idempotent": true,
    "requests": 200,
    "perSeconds": 1
  },
  "setCallback": {
    "path": "/v1/callback/set",
    "idempotent": true,
    "requests": 10,
    "perSeconds": 1
  },
  "getCallback": {
    "path": "/v1/callback/get",
    "idempotent": true,
    "requests": 10,
    "perSeconds": 1
  },
  "updateCallback": {
    "path": "/v1/callback/update",
    "idempotent": true,
    "requests": 10,
    "perSeconds": 1
  },
  "deleteCallback": {
    "path": "/v1/callback/delete",
    "idempotent": true,
    "requests": 10,
    "perSeconds": 1
  }
};

/** What `data` is in a success, and whether it may be empty. */
export const dataFacts: Readonly<
  Record<OperationId, { readonly type: 'object' | 'string'; readonly allowsNothing: boolean }>
> =
  {
  "getRecordByCallId": {
    "type": "object",
    "allowsNothing": true
  },
  "getRecordsByFilter": {
    "type": "object",
    "allowsNothing": false
  },
  "setCallback": {
    "type": "string",
    "allowsNothing": false
  },
  "getCallback": {
    "type": "object",
    "allowsNothing": true
  },
  "updateCallback": {
    "type": "string",
    "allowsNothing": false
  },
  "deleteCallback": {
    "type": "string",
    "allowsNothing": false
  }
};

/** After so long the service itself gives up. */
export const backendTimeoutMilliseconds = 3000;

/** The hosts of each region. */
export const hosts: Readonly<Record<Region, string>> = {
  "intl": "https://callkit-intl.trtc.tencent-cloud.com",
  "china": "https://callkit.trtc.tencent-cloud.com"
};

export const accountFacts: AccountFacts = {
  "defaultIdentifier": "administrator",
  "identifierPattern": "^[A-Za-z0-9_-]{1,32}$",
  "leastSdkAppId": 1,
  "longestLifetimeYears": 10
};
