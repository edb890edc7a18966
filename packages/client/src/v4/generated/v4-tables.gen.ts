// Made by scripts/tables-module.ts from the bundled contract of @trtc-call/spec.
// Change the contract, then run the generate script again.

import type { OperationId, Region } from '@trtc-call/spec/v4';
import type { AccountFacts, OperationFacts } from '../../contract.ts';

export const operationTable: Readonly<Record<OperationId, OperationFacts>> =
  {
  "getCallInfo": {
    "path": "/v4/call_engine_http_srv/get_call_info",
    "idempotent": true,
    "requests": 200,
    "perSeconds": 1
  },
  "startCallByRobot": {
    "path": "/v4/call_engine_http_srv/start_call_by_robot",
    "idempotent": false,
    "requests": 200,
    "perSeconds": 1
  },
  "endCall": {
    "path": "/v4/call_engine_http_srv/end_call",
    "idempotent": true,
    "requests": 200,
    "perSeconds": 1
  },
  "getRecordByCallId": {
    "path": "/v4/call_record_http_srv/get_record_by_callid",
    "idempotent": true,
    "requests": 200,
    "perSeconds": 1
  },
  "getRecordsByFilter": {
    "path": "/v4/call_record_http_srv/get_record_by_filter",
    "idempotent": true,
    "requests": 200,
    "perSeconds": 1
  },
  "setCallback": {
    "path": "/v4/call_config/set_callback",
    "idempotent": true,
    "requests": 200,
    "perSeconds": 1
  },
  "getCallback": {
    "path": "/v4/call_config/get_callback",
    "idempotent": true,
    "requests": 200,
    "perSeconds": 1
  },
  "deleteCallback": {
    "path": "/v4/call_config/delete_callback",
    "idempotent": true,
    "requests": 200,
    "perSeconds": 1
  }
};

/** What `data` is in a success, and whether it may be empty. */
export const dataFacts: Readonly<
  Record<OperationId, { readonly type: 'object' | 'string'; readonly allowsNothing: boolean }>
> =
  {
  "getCallInfo": {
    "type": "object",
    "allowsNothing": false
  },
  "startCallByRobot": {
    "type": "object",
    "allowsNothing": true
  },
  "endCall": {
    "type": "object",
    "allowsNothing": true
  },
  "getRecordByCallId": {
    "type": "object",
    "allowsNothing": false
  },
  "getRecordsByFilter": {
    "type": "object",
    "allowsNothing": false
  },
  "setCallback": {
    "type": "object",
    "allowsNothing": true
  },
  "getCallback": {
    "type": "object",
    "allowsNothing": false
  },
  "deleteCallback": {
    "type": "object",
    "allowsNothing": true
  }
};

/** After so long the service itself gives up. */
export const backendTimeoutMilliseconds = 3000;

/** The hosts of each region. */
export const hosts: Readonly<Record<Region, string>> = {
  "china": "https://console.tim.qq.com",
  "singapore": "https://adminapisgp.im.qcloud.com",
  "seoul": "https://adminapikr.im.qcloud.com",
  "frankfurt": "https://adminapiger.im.qcloud.com",
  "silicon-valley": "https://adminapiusa.im.qcloud.com",
  "jakarta": "https://adminapiidn.im.qcloud.com"
};

export const accountFacts: AccountFacts = {
  "defaultIdentifier": "administrator",
  "identifierPattern": "^[A-Za-z0-9_-]{1,32}$",
  "leastSdkAppId": 1,
  "longestLifetimeYears": 10
};
