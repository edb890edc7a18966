// Made by scripts/tables-module.ts from the bundled contract of @trtc-call/spec.
// Change the contract, then run the generate script again.

import type { OperationId, Region } from '@trtc-call/spec/v1';

/** What is known of an operation. */
export interface OperationFacts {
  readonly path: string;
  readonly idempotent: boolean;
  /** At most so many in `perSeconds` seconds. */
  readonly requests: number;
  readonly perSeconds: number;
  /** What `data` is in a success, and whether it may be empty. */
  readonly data: 'object' | 'string';
  readonly allowsNothing: boolean;
}

export const operationTable: Readonly<Record<OperationId, OperationFacts>> =
  {
  "getRecordByCallId": {
    "path": "/v1/records/get_record_by_callId",
    "idempotent": true,
    "requests": 20,
    "perSeconds": 1,
    "data": "object",
    "allowsNothing": true
  },
  "getRecordsByFilter": {
    "path": "/v1/records/get_records_by_filter",
    "idempotent": true,
    "requests": 200,
    "perSeconds": 1,
    "data": "object",
    "allowsNothing": false
  },
  "setCallback": {
    "path": "/v1/callback/set",
    "idempotent": true,
    "requests": 10,
    "perSeconds": 1,
    "data": "string",
    "allowsNothing": false
  },
  "getCallback": {
    "path": "/v1/callback/get",
    "idempotent": true,
    "requests": 10,
    "perSeconds": 1,
    "data": "object",
    "allowsNothing": true
  },
  "updateCallback": {
    "path": "/v1/callback/update",
    "idempotent": true,
    "requests": 10,
    "perSeconds": 1,
    "data": "string",
    "allowsNothing": false
  },
  "deleteCallback": {
    "path": "/v1/callback/delete",
    "idempotent": true,
    "requests": 10,
    "perSeconds": 1,
    "data": "string",
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

export const identifierPattern = "^[A-Za-z0-9_-]{1,32}$";
export const defaultIdentifier = "administrator";
export const leastSdkAppId = 1;
export const longestLifetimeYears = 10;

/** How a UserSig is written. */
export const userSigForm = {
  "version": "2.0",
  "versionMember": "TLS.ver",
  "signedMembers": {
    "identifier": "TLS.identifier",
    "sdkAppId": "TLS.sdkappid",
    "time": "TLS.time",
    "lifetimeSeconds": "TLS.expire",
    "userBuf": "TLS.userbuf"
  },
  "signatureMember": "TLS.sig",
  "letters": {
    "+": "*",
    "/": "-",
    "=": "_"
  }
} as const;
