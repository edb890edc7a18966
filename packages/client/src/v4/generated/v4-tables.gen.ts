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
    "The HTTP request could not be parsed.",
    "Check the method and the URL of the request.",
    false
  ],
  "60003": [
    "BodyUnparsable",
    "The JSON of the body could not be parsed.",
    "Send a JSON object, {} at least.",
    false
  ],
  "60004": [
    "AccountOrSignatureInvalid",
    "The account or its signature in the URL or the body is wrong.",
    "Sign again with the secret key of the same SDKAppID for the same identifier, and check the clock of the machine that signs.",
    false
  ],
  "60005": [
    "AccountCheckFailed",
    "The account or its signature in the URL or the body is wrong; both codes are printed with the same words.",
    "Sign again with the secret key of the same SDKAppID for the same identifier, and check the clock of the machine that signs.",
    false
  ],
  "60006": [
    "AppInvalid",
    "The SDKAppID is not that of an app.",
    "Compare the SDKAppID with the console.",
    false
  ],
  "60007": [
    "RateLimited",
    "The operation was called more often than its rate limit allows.",
    "Wait at least a second, then call again below the documented rate.",
    true
  ],
  "60008": [
    "ServiceTimeout",
    "The service took too long, or the HTTP request was malformed.",
    "Send the request again after a while.",
    true,
    true
  ],
  "60009": [
    "ResourceUnknown",
    "The URL names a resource that is not there.",
    "Compare the path with the list of operations.",
    false
  ],
  "60010": [
    "NotAdministrator",
    "The identifier is not an administrator account of the app.",
    "Call as an account that Chat lists as an administrator, with a UserSig of that account.",
    false
  ],
  "60011": [
    "AppRateLimited",
    "The app sends more requests than the service takes from it.",
    "Wait at least a second, then send fewer requests at a time.",
    true
  ],
  "60012": [
    "AppMissing",
    "The URL has no SDKAppID.",
    "Add sdkappid to the query; its name is case-sensitive.",
    false
  ],
  "60013": [
    "AnswerUnparsable",
    "The JSON of an answer inside the service could not be parsed.",
    "Open a ticket with the vendor and quote the request id.",
    false,
    true
  ],
  "60014": [
    "AccountTimeout",
    "The service took too long over the account.",
    "Send the request again after a while.",
    true,
    true
  ],
  "60015": [
    "AccountNotText",
    "An account in the body is not a text.",
    "Send every account as a JSON string, also one of digits.",
    false
  ],
  "60016": [
    "AppDisabled",
    "The app is disabled.",
    "Look for the state of the app in the console.",
    false
  ],
  "60017": [
    "RequestDisabled",
    "The request is disabled.",
    "Open a ticket with the vendor and quote the request id.",
    false
  ],
  "60018": [
    "TooFrequent",
    "There were too many requests.",
    "Send the request again after a while.",
    true
  ],
  "60019": [
    "TooFrequentAgain",
    "There were too many requests; printed with the words of 60018.",
    "Send the request again after a while.",
    true
  ],
  "60020": [
    "PackageMissing",
    "The package of the app has expired, or was never bought.",
    "Buy or claim the package in the console; it counts about 5 minutes later.",
    false
  ],
  "60021": [
    "AddressNotAllowed",
    "The address that the request came from is not allowed.",
    "Add the address to those that the console allows for this app.",
    false
  ],
  "60025": [
    "QueryInvalid",
    "SDKAppID, identifier, UserSig or contenttype in the URL is wrong.",
    "Compare the query parameters with the introduction; names and values are case-sensitive.",
    false
  ],
  "60026": [
    "WrongDataCentre",
    "The host is not that of the data centre of the app.",
    "Send the request to the host of the region that the console shows for this app.",
    false
  ],
  "60027": [
    "TrialExceeded",
    "The trial volume of 24 hours is used up.",
    "Buy the package, or wait for the next day.",
    false
  ],
  "60028": [
    "TrialExceededAgain",
    "The trial volume of 24 hours is used up; printed with the words of 60027.",
    "Buy the package, or wait for the next day.",
    false
  ],
  "70001": [
    "UserSigExpired",
    "The lifetime of the UserSig is over.",
    "Sign a new UserSig, and check that the clock of the signing machine is right.",
    false
  ],
  "70003": [
    "UserSigUnreadable",
    "The UserSig cannot be parsed.",
    "Sign again with the secret key of the same SDKAppID for the same identifier, and check the clock of the machine that signs.",
    false
  ],
  "70009": [
    "UserSigInvalid",
    "The UserSig could not be verified, likely signed with the key of another app.",
    "Sign again with the secret key of the same SDKAppID for the same identifier, and check the clock of the machine that signs.",
    false
  ],
  "70013": [
    "UserSigOtherIdentifier",
    "The UserSig was signed for another identifier.",
    "Sign again with the secret key of the same SDKAppID for the same identifier, and check the clock of the machine that signs.",
    false
  ],
  "70014": [
    "UserSigOtherApp",
    "The UserSig was signed for another SDKAppID.",
    "Sign again with the secret key of the same SDKAppID for the same identifier, and check the clock of the machine that signs.",
    false
  ],
  "70016": [
    "UserSigKeyMissing",
    "The service has no public key to verify the UserSig by.",
    "Send the request to the host of the data centre of the app, and compare the SDKAppID with the console.",
    false
  ],
  "70020": [
    "AppUnknown",
    "The service knows no app of this SDKAppID.",
    "Send the request to the host of the data centre of the app, and compare the SDKAppID with the console.",
    false
  ],
  "70050": [
    "UserSigTooOften",
    "The UserSig could not be verified, and wrong ones were sent too often.",
    "Correct the signing, then wait a minute before the next request.",
    false
  ],
  "70051": [
    "AccountBlocked",
    "The account is on a block list.",
    "Open a ticket with the vendor and quote the request id.",
    false
  ],
  "70107": [
    "AccountNotImported",
    "The account does not exist.",
    "Import the account in Chat, or let its user log in once.",
    false
  ],
  "70169": [
    "AccountServiceTimeout",
    "The service of accounts took too long.",
    "Send the request again after a while.",
    true,
    true
  ],
  "70398": [
    "TooManyAccounts",
    "The app has as many accounts as its package allows.",
    "Remove accounts that are not needed, or buy a larger package.",
    false
  ],
  "70399": [
    "AccountLatelyDeleted",
    "The account was deleted; for three months it cannot be imported again.",
    "Use another account.",
    false
  ],
  "70402": [
    "AccountParameterInvalid",
    "The service of accounts was given a parameter that is not allowed.",
    "Compare the query parameters and the accounts in the body with the documents.",
    false
  ],
  "70404": [
    "SdkTooOld",
    "The version of the SDK is too old.",
    "Update the SDK of the clients.",
    false
  ],
  "70500": [
    "AccountServiceError",
    "The service of accounts failed.",
    "Send the request again after a while.",
    true,
    true
  ],
  "100001": [
    "CallbackInternalError",
    "The service of the callback configuration failed.",
    "Send the request again after a while.",
    true,
    true
  ],
  "100002": [
    "CallbackParameterInvalid",
    "A field is missing or has a value that is not allowed.",
    "Compare the body with the description of the operation.",
    false
  ],
  "100301": [
    "CallbackNotConfigured",
    "The app has no callback configuration.",
    "Create the configuration with set_callback first.",
    false
  ],
  "101001": [
    "InternalError",
    "The service of calls and records failed.",
    "Send the request again after a while.",
    true,
    true
  ],
  "101002": [
    "ParameterInvalid",
    "A field is missing or has a value that is not allowed.",
    "Compare the body with the description of the operation; ErrorInfo says what is wrong.",
    false
  ],
  "101004": [
    "CallNotFound",
    "The call does not exist, or is already over.",
    "Nothing is to be done if the call is over; its record can be read 5 seconds after its end.",
    false
  ],
  "101050": [
    "RecordNotFound",
    "The record of the call does not exist.",
    "Wait 5 seconds after the end of the call, and compare the id.",
    false
  ]
};

/** For a code that no document lists. */
export const otherRefusal: Refusal = [
  "Unknown",
  "A code that the documents do not list.",
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
