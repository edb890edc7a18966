// Made by scripts/tables.ts from the bundled contract of @trtc-call/spec.
// Change the contract, then run the generate script again.

import type { OperationId, Region } from '@trtc-call/spec/v4';
import type { DataFacts, OperationFacts, Refusal } from '../../contract.ts';

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
    "type": "object"
  },
  "startCallByRobot": {
    "type": "object",
    "mayBeMissing": true
  },
  "endCall": {
    "type": "object",
    "mayBeMissing": true
  },
  "getRecordByCallId": {
    "type": "object"
  },
  "getRecordsByFilter": {
    "type": "object"
  },
  "setCallback": {
    "type": "object",
    "mayBeMissing": true
  },
  "getCallback": {
    "type": "object"
  },
  "deleteCallback": {
    "type": "object",
    "mayBeMissing": true
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

/** Regions of other generations only: their apps are in the default one here. */
export const otherRegions: readonly string[] = [];

/** What each code means. */
export const refusals: Readonly<Record<number, Refusal>> =
  {
  "60002": [
    "HttpUnparsable",
    "Check the method and the URL of the request.",
    false
  ],
  "60003": [
    "BodyUnparsable",
    "Send a JSON object, {} at least.",
    false
  ],
  "60004": [
    "AccountOrSignatureInvalid",
    "Sign again with the secret key of the same SDKAppID for the same identifier, and check the clock of the machine that signs.",
    false
  ],
  "60005": [
    "AccountCheckFailed",
    "Sign again with the secret key of the same SDKAppID for the same identifier, and check the clock of the machine that signs.",
    false
  ],
  "60006": [
    "AppInvalid",
    "Compare the SDKAppID with the console.",
    false
  ],
  "60007": [
    "RateLimited",
    "Wait at least a second, then call again below the documented rate.",
    true
  ],
  "60008": [
    "ServiceTimeout",
    "Send the request again after a while.",
    true,
    true
  ],
  "60009": [
    "ResourceUnknown",
    "Compare the path with the list of operations.",
    false
  ],
  "60010": [
    "NotAdministrator",
    "Call as an account that Chat lists as an administrator, with a UserSig of that account.",
    false
  ],
  "60011": [
    "AppRateLimited",
    "Wait at least a second, then send fewer requests at a time.",
    true
  ],
  "60012": [
    "AppMissing",
    "Add sdkappid to the query; its name is case-sensitive.",
    false
  ],
  "60013": [
    "AnswerUnparsable",
    "Open a ticket with the vendor and quote the request id.",
    false,
    true
  ],
  "60014": [
    "AccountTimeout",
    "Send the request again after a while.",
    true,
    true
  ],
  "60015": [
    "AccountNotText",
    "Send every account as a JSON string, also one of digits.",
    false
  ],
  "60016": [
    "AppDisabled",
    "Look for the state of the app in the console.",
    false
  ],
  "60017": [
    "RequestDisabled",
    "Open a ticket with the vendor and quote the request id.",
    false
  ],
  "60018": [
    "TooFrequent",
    "Send the request again after a while.",
    true
  ],
  "60019": [
    "TooFrequentAgain",
    "Send the request again after a while.",
    true
  ],
  "60020": [
    "PackageMissing",
    "Buy or claim the package in the console; it counts about 5 minutes later.",
    false
  ],
  "60021": [
    "AddressNotAllowed",
    "Add the address to those that the console allows for this app.",
    false
  ],
  "60025": [
    "QueryInvalid",
    "Compare the query parameters with the introduction; names and values are case-sensitive.",
    false
  ],
  "60026": [
    "WrongDataCentre",
    "Send the request to the host of the region that the console shows for this app.",
    false
  ],
  "60027": [
    "TrialExceeded",
    "Buy the package, or wait for the next day.",
    false
  ],
  "60028": [
    "TrialExceededAgain",
    "Buy the package, or wait for the next day.",
    false
  ],
  "70001": [
    "UserSigExpired",
    "Sign a new UserSig, and check that the clock of the signing machine is right.",
    false
  ],
  "70003": [
    "UserSigUnreadable",
    "Sign again with the secret key of the same SDKAppID for the same identifier, and check the clock of the machine that signs.",
    false
  ],
  "70009": [
    "UserSigInvalid",
    "Sign again with the secret key of the same SDKAppID for the same identifier, and check the clock of the machine that signs.",
    false
  ],
  "70013": [
    "UserSigOtherIdentifier",
    "Sign again with the secret key of the same SDKAppID for the same identifier, and check the clock of the machine that signs.",
    false
  ],
  "70014": [
    "UserSigOtherApp",
    "Sign again with the secret key of the same SDKAppID for the same identifier, and check the clock of the machine that signs.",
    false
  ],
  "70016": [
    "UserSigKeyMissing",
    "Send the request to the host of the data centre of the app, and compare the SDKAppID with the console.",
    false
  ],
  "70020": [
    "AppUnknown",
    "Send the request to the host of the data centre of the app, and compare the SDKAppID with the console.",
    false
  ],
  "70050": [
    "UserSigTooOften",
    "Correct the signing, then wait a minute before the next request.",
    false
  ],
  "70051": [
    "AccountBlocked",
    "Open a ticket with the vendor and quote the request id.",
    false
  ],
  "70107": [
    "AccountNotImported",
    "Import the account in Chat, or let its user log in once.",
    false
  ],
  "70169": [
    "AccountServiceTimeout",
    "Send the request again after a while.",
    true,
    true
  ],
  "70398": [
    "TooManyAccounts",
    "Remove accounts that are not needed, or buy a larger package.",
    false
  ],
  "70399": [
    "AccountLatelyDeleted",
    "Use another account.",
    false
  ],
  "70402": [
    "AccountParameterInvalid",
    "Compare the query parameters and the accounts in the body with the documents.",
    false
  ],
  "70404": [
    "SdkTooOld",
    "Update the SDK of the clients.",
    false
  ],
  "70500": [
    "AccountServiceError",
    "Send the request again after a while.",
    true,
    true
  ],
  "100001": [
    "CallbackInternalError",
    "Send the request again after a while.",
    true,
    true
  ],
  "100002": [
    "CallbackParameterInvalid",
    "Compare the body with the description of the operation.",
    false
  ],
  "100301": [
    "CallbackNotConfigured",
    "Create the configuration with set_callback first.",
    false
  ],
  "101001": [
    "InternalError",
    "Send the request again after a while.",
    true,
    true
  ],
  "101002": [
    "ParameterInvalid",
    "Compare the body with the description of the operation; ErrorInfo says what is wrong.",
    false
  ],
  "101004": [
    "CallNotFound",
    "Nothing is to be done if the call is over; its record can be read 5 seconds after its end.",
    false
  ],
  "101050": [
    "RecordNotFound",
    "Wait 5 seconds after the end of the call, and compare the id.",
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
  "getCallInfo": 101004,
  "endCall": 101004,
  "getRecordByCallId": 101050,
  "getCallback": 100301
};

/** The largest number that a request may carry to differ from others. */
export const largestRandom = 4294967295;
export const contentType = "json";

/** All of them. */
export const tables = {
  operations, dataFacts, backendTimeoutMilliseconds, servers, otherRegions, refusals, otherRefusal, notFoundCodes,
  largestRandom, contentType,
};
