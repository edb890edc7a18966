// Made by scripts/tables-module.ts from the bundled contract of @trtc-call/spec.
// Change the contract, then run the generate script again.

import type { OperationId, Region } from '@trtc-call/spec/v4';
import type { DataFacts } from '../../answers.ts';
import type { AccountFacts, OperationFacts } from '../../contract.ts';

export const operations: Readonly<Record<OperationId, OperationFacts>> =
  {
  "getCallInfo": {
    "path": "/v4/call_engine_http_srv/get_call_info",
    "idempotent": true,
    "rateLimit": {
      "requests": 200,
      "perSeconds": 1
    }
  },
  "startCallByRobot": {
    "path": "/v4/call_engine_http_srv/start_call_by_robot",
    "idempotent": false,
    "rateLimit": {
      "requests": 200,
      "perSeconds": 1
    }
  },
  "endCall": {
    "path": "/v4/call_engine_http_srv/end_call",
    "idempotent": true,
    "rateLimit": {
      "requests": 200,
      "perSeconds": 1
    }
  },
  "getRecordByCallId": {
    "path": "/v4/call_record_http_srv/get_record_by_callid",
    "idempotent": true,
    "rateLimit": {
      "requests": 200,
      "perSeconds": 1
    }
  },
  "getRecordsByFilter": {
    "path": "/v4/call_record_http_srv/get_record_by_filter",
    "idempotent": true,
    "rateLimit": {
      "requests": 200,
      "perSeconds": 1
    }
  },
  "setCallback": {
    "path": "/v4/call_config/set_callback",
    "idempotent": true,
    "rateLimit": {
      "requests": 200,
      "perSeconds": 1
    }
  },
  "getCallback": {
    "path": "/v4/call_config/get_callback",
    "idempotent": true,
    "rateLimit": {
      "requests": 200,
      "perSeconds": 1
    }
  },
  "deleteCallback": {
    "path": "/v4/call_config/delete_callback",
    "idempotent": true,
    "rateLimit": {
      "requests": 200,
      "perSeconds": 1
    }
  }
};

/** What the data of a success are. */
export const dataFacts: Readonly<Record<OperationId, DataFacts>> =
  {
  "getCallInfo": {
    "type": "object",
    "mayBeMissing": false,
    "mayBeEmpty": false
  },
  "startCallByRobot": {
    "type": "object",
    "mayBeMissing": true,
    "mayBeEmpty": false
  },
  "endCall": {
    "type": "object",
    "mayBeMissing": true,
    "mayBeEmpty": false
  },
  "getRecordByCallId": {
    "type": "object",
    "mayBeMissing": false,
    "mayBeEmpty": false
  },
  "getRecordsByFilter": {
    "type": "object",
    "mayBeMissing": false,
    "mayBeEmpty": false
  },
  "setCallback": {
    "type": "object",
    "mayBeMissing": true,
    "mayBeEmpty": false
  },
  "getCallback": {
    "type": "object",
    "mayBeMissing": false,
    "mayBeEmpty": false
  },
  "deleteCallback": {
    "type": "object",
    "mayBeMissing": true,
    "mayBeEmpty": false
  }
};

/** After so long the service itself gives up. */
export const backendTimeoutMilliseconds = 3000;

/** The base URL of each region. */
export const servers: Readonly<Record<Region, string>> = {
  "china": "https://console.tim.qq.com",
  "singapore": "https://adminapisgp.im.qcloud.com",
  "seoul": "https://adminapikr.im.qcloud.com",
  "frankfurt": "https://adminapiger.im.qcloud.com",
  "silicon-valley": "https://adminapiusa.im.qcloud.com",
  "jakarta": "https://adminapiidn.im.qcloud.com"
};

export const account: AccountFacts = {
  "defaultIdentifier": "administrator",
  "identifierPattern": "^[A-Za-z0-9_-]{1,32}$",
  "leastSdkAppId": 1,
  "longestLifetimeYears": 10
};
