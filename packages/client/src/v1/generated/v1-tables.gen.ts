// Made by scripts/tables.ts from the bundled contract of @trtc-call/spec.
// Change the contract, then run the generate script again.

import type { OperationId, Region } from '@trtc-call/spec/v1';
import type { DataFacts, OperationFacts, Refusal } from '../../contract.ts';

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
    "mayBeEmpty": true
  },
  "getRecordsByFilter": {
    "type": "object"
  },
  "setCallback": {
    "type": "string"
  },
  "getCallback": {
    "type": "object",
    "mayBeEmpty": true
  },
  "updateCallback": {
    "type": "string"
  },
  "deleteCallback": {
    "type": "string"
  }
};

/** After so long the service itself gives up. */
export const backendTimeoutMilliseconds = 3000;

/** The base URL of each region. */
export const servers: Readonly<Record<Region, string>> = {
  "intl": "https://callkit-intl.trtc.tencent-cloud.com",
  "china": "https://callkit.trtc.tencent-cloud.com"
};

/** Regions of other generations only: their apps are in the default one here. */
export const otherRegions: readonly string[] = [
  "singapore",
  "seoul",
  "frankfurt",
  "silicon-valley",
  "jakarta"
];

/** What each code means. */
export const refusals: Readonly<Record<number, Refusal>> =
  {
  "999": [
    "CallbackNotConfigured",
    "Create the configuration with callback/set first.",
    false
  ],
  "50001": [
    "PackageMissing",
    "Buy the package for this SDKAppID in the console, or start its free trial.",
    false
  ],
  "70001": [
    "InvalidParameter",
    "Compare the query parameters and the body with the operation's description; names are case-sensitive.",
    false
  ],
  "70002": [
    "UserSigInvalid",
    "Sign again with the secret key of the same SDKAppID for the same identifier.",
    false
  ],
  "70003": [
    "UserSigExpired",
    "Sign a new UserSig, and check that the clock of the signing machine is right.",
    false
  ],
  "70004": [
    "NotAdministrator",
    "Call as the account named administrator, or as another account that Chat lists as an administrator, with a UserSig of that account.",
    false
  ],
  "70005": [
    "RateLimited",
    "Wait at least a second, then call again below the documented rate.",
    true
  ],
  "70009": [
    "InvalidBody",
    "Send a JSON object, {} at least, in which every field has its documented type.",
    false
  ]
};

/** For a code that no document lists. */
export const otherRefusal: Refusal = [
  "Unknown",
  "Open a ticket with the vendor and quote the request id.",
  false,
  true
];

/** The code by which an operation may say that what is asked for is not there. */
export const notFoundCodes: Readonly<Partial<Record<OperationId, number>>> =
  {
  "updateCallback": 999,
  "getCallback": 999,
  "deleteCallback": 999,
  "getRecordByCallId": 70001
};

/** The largest number that a request may carry to differ from others. */
export const largestRandom = 4294967295;
export const contentType = "json";

/** All of them. */
export const tables = {
  operations, dataFacts, backendTimeoutMilliseconds, servers, otherRegions, refusals, otherRefusal, notFoundCodes,
  largestRandom, contentType,
};
