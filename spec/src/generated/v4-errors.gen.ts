// Made by src/generate/main.ts from v4/errors.yaml.
// Change that, then run the generate script again.

const everyOperation = [
  "getCallInfo",
  "startCallByRobot",
  "endCall",
  "getRecordByCallId",
  "getRecordsByFilter",
  "setCallback",
  "getCallback",
  "deleteCallback"
] as const;

export const errorCodes = [
  {
    "code": 0,
    "name": "Success",
    "cause": "The operation was carried out.",
    "remedy": "Nothing is to be done.",
    "retryable": false,
    "operations": everyOperation,
    "mistakes": [],
    "source": [
      68926
    ],
    "decision": []
  },
  {
    "code": 60002,
    "name": "HttpUnparsable",
    "cause": "The HTTP request could not be parsed.",
    "remedy": "Check the method and the URL of the request.",
    "retryable": false,
    "operations": everyOperation,
    "mistakes": [
      "method-not-post"
    ],
    "source": [
      68926,
      34348
    ],
    "decision": [
      "V4-U-25"
    ]
  },
  {
    "code": 60003,
    "name": "BodyUnparsable",
    "cause": "The JSON of the body could not be parsed.",
    "remedy": "Send a JSON object, {} at least.",
    "retryable": false,
    "operations": everyOperation,
    "mistakes": [
      "body-empty",
      "body-malformed",
      "body-not-object",
      "body-too-large",
      "content-type-wrong"
    ],
    "source": [
      68926,
      34348
    ],
    "decision": [
      "V4-U-26"
    ]
  },
  {
    "code": 60004,
    "name": "AccountOrSignatureInvalid",
    "cause": "The account or its signature in the URL or the body is wrong.",
    "remedy": "Sign again with the secret key of the same SDKAppID for the same identifier, and check the clock of the machine that signs.",
    "retryable": false,
    "operations": everyOperation,
    "mistakes": [
      "identifier-missing",
      "usersig-missing",
      "usersig-invalid",
      "usersig-wrong-key",
      "usersig-other-app",
      "usersig-other-identifier",
      "usersig-expired",
      "usersig-not-yet-valid"
    ],
    "source": [
      68926,
      34348
    ],
    "decision": [
      "V4-U-01"
    ]
  },
  {
    "code": 60005,
    "name": "AccountCheckFailed",
    "cause": "The account or its signature in the URL or the body is wrong; both codes are printed with the same words.",
    "remedy": "Sign again with the secret key of the same SDKAppID for the same identifier, and check the clock of the machine that signs.",
    "retryable": false,
    "operations": everyOperation,
    "mistakes": [],
    "unprovoked": "60004 is answered in its place, since no page tells the two apart",
    "source": [
      68926,
      34348
    ],
    "decision": [
      "V4-U-01"
    ]
  },
  {
    "code": 60006,
    "name": "AppInvalid",
    "cause": "The SDKAppID is not that of an app.",
    "remedy": "Compare the SDKAppID with the console.",
    "retryable": false,
    "operations": everyOperation,
    "mistakes": [
      "sdkappid-invalid"
    ],
    "source": [
      68926
    ],
    "decision": [
      "V4-U-03"
    ]
  },
  {
    "code": 60007,
    "name": "RateLimited",
    "cause": "The operation was called more often than its rate limit allows.",
    "remedy": "Wait at least a second, then call again below the documented rate.",
    "retryable": true,
    "operations": everyOperation,
    "mistakes": [
      "rate-exceeded"
    ],
    "source": [
      68926,
      34348
    ],
    "decision": [
      "V4-U-18"
    ]
  },
  {
    "code": 60008,
    "name": "ServiceTimeout",
    "cause": "The service took too long, or the HTTP request was malformed.",
    "remedy": "Send the request again after a while.",
    "retryable": true,
    "possiblyApplied": true,
    "operations": everyOperation,
    "mistakes": [],
    "unprovoked": "no request brings it about, the service fails by itself",
    "source": [
      68926,
      34348
    ],
    "decision": [
      "V4-U-29"
    ]
  },
  {
    "code": 60009,
    "name": "ResourceUnknown",
    "cause": "The URL names a resource that is not there.",
    "remedy": "Compare the path with the list of operations.",
    "retryable": false,
    "operations": everyOperation,
    "mistakes": [
      "path-unknown"
    ],
    "source": [
      68926,
      34348
    ],
    "decision": [
      "V4-U-25"
    ]
  },
  {
    "code": 60010,
    "name": "NotAdministrator",
    "cause": "The identifier is not an administrator account of the app.",
    "remedy": "Call as an account that Chat lists as an administrator, with a UserSig of that account.",
    "retryable": false,
    "operations": everyOperation,
    "mistakes": [
      "not-administrator"
    ],
    "source": [
      68926,
      34348
    ],
    "decision": []
  },
  {
    "code": 60011,
    "name": "AppRateLimited",
    "cause": "The app sends more requests than the service takes from it.",
    "remedy": "Wait at least a second, then send fewer requests at a time.",
    "retryable": true,
    "operations": everyOperation,
    "mistakes": [],
    "unprovoked": "no page says how many requests an app may send",
    "source": [
      68926
    ],
    "decision": [
      "V4-U-18"
    ]
  },
  {
    "code": 60012,
    "name": "AppMissing",
    "cause": "The URL has no SDKAppID.",
    "remedy": "Add sdkappid to the query; its name is case-sensitive.",
    "retryable": false,
    "operations": everyOperation,
    "mistakes": [
      "sdkappid-missing"
    ],
    "source": [
      68926,
      34348
    ],
    "decision": []
  },
  {
    "code": 60013,
    "name": "AnswerUnparsable",
    "cause": "The JSON of a response could not be parsed; whose, no page says.",
    "remedy": "Open a ticket with the vendor and quote the request id.",
    "retryable": false,
    "possiblyApplied": true,
    "operations": everyOperation,
    "mistakes": [],
    "unprovoked": "no request brings it about, the service fails by itself",
    "source": [
      68926,
      34348
    ],
    "decision": [
      "V4-U-29"
    ]
  },
  {
    "code": 60014,
    "name": "AccountTimeout",
    "cause": "The service took too long over the account.",
    "remedy": "Send the request again after a while.",
    "retryable": true,
    "possiblyApplied": true,
    "operations": everyOperation,
    "mistakes": [],
    "unprovoked": "no request brings it about, the service fails by itself",
    "source": [
      68926,
      34348
    ],
    "decision": [
      "V4-U-29"
    ]
  },
  {
    "code": 60015,
    "name": "AccountNotText",
    "cause": "An account in the body is not a text.",
    "remedy": "Send every account as a JSON string, also one of digits.",
    "retryable": false,
    "operations": everyOperation,
    "mistakes": [
      "account-not-text"
    ],
    "source": [
      68926,
      34348
    ],
    "decision": []
  },
  {
    "code": 60016,
    "name": "AppDisabled",
    "cause": "The app is disabled.",
    "remedy": "Look for the state of the app in the console.",
    "retryable": false,
    "operations": everyOperation,
    "mistakes": [],
    "unprovoked": "it depends on a state of the app that no operation changes",
    "source": [
      68926,
      34348
    ],
    "decision": []
  },
  {
    "code": 60017,
    "name": "RequestDisabled",
    "cause": "The request is disabled.",
    "remedy": "Open a ticket with the vendor and quote the request id.",
    "retryable": false,
    "operations": everyOperation,
    "mistakes": [],
    "unprovoked": "it depends on a state of the app that no operation changes",
    "source": [
      68926,
      34348
    ],
    "decision": []
  },
  {
    "code": 60018,
    "name": "TooFrequent",
    "cause": "There were too many requests.",
    "remedy": "Send the request again after a while.",
    "retryable": true,
    "operations": everyOperation,
    "mistakes": [],
    "unprovoked": "60007 is answered in its place, since no page tells the codes of rates apart",
    "source": [
      68926,
      34348
    ],
    "decision": [
      "V4-U-18"
    ]
  },
  {
    "code": 60019,
    "name": "TooFrequentAgain",
    "cause": "There were too many requests; printed with the words of 60018.",
    "remedy": "Send the request again after a while.",
    "retryable": true,
    "operations": everyOperation,
    "mistakes": [],
    "unprovoked": "60007 is answered in its place, since no page tells the codes of rates apart",
    "source": [
      68926
    ],
    "decision": [
      "V4-U-18"
    ]
  },
  {
    "code": 60020,
    "name": "PackageMissing",
    "cause": "The Professional package of the app has expired, or was never bought.",
    "remedy": "Buy or claim the package in the console; it counts about 5 minutes later.",
    "inChat": "the service is unavailable",
    "retryable": false,
    "operations": everyOperation,
    "mistakes": [
      "package-missing"
    ],
    "source": [
      68926
    ],
    "decision": [
      "V4-U-28"
    ]
  },
  {
    "code": 60021,
    "name": "AddressNotAllowed",
    "cause": "The address that the request came from is not allowed.",
    "remedy": "Add the address to those that the console allows for this app.",
    "retryable": false,
    "operations": everyOperation,
    "mistakes": [],
    "unprovoked": "it depends on a state of the app that no operation changes",
    "source": [
      68926,
      34348
    ],
    "decision": []
  },
  {
    "code": 60025,
    "name": "QueryInvalid",
    "cause": "SDKAppID, identifier, UserSig or contenttype in the URL is wrong.",
    "remedy": "Compare the query parameters with the introduction; names and values are case-sensitive.",
    "retryable": false,
    "operations": everyOperation,
    "mistakes": [
      "random-missing",
      "random-invalid",
      "contenttype-missing",
      "contenttype-invalid",
      "parameter-wrong-case",
      "parameter-repeated"
    ],
    "source": [
      34348
    ],
    "decision": [
      "V4-U-03"
    ]
  },
  {
    "code": 60026,
    "name": "WrongDataCentre",
    "cause": "The host is not that of the data centre of the app.",
    "remedy": "Send the request to the host of the region that the console shows for this app.",
    "retryable": false,
    "operations": everyOperation,
    "mistakes": [],
    "unprovoked": "which app belongs to which data centre is known to the service alone",
    "source": [
      34348
    ],
    "decision": [
      "V4-U-31"
    ]
  },
  {
    "code": 60027,
    "name": "TrialExceeded",
    "cause": "The trial volume of 24 hours is used up.",
    "remedy": "Buy the package, or wait for the next day.",
    "retryable": false,
    "operations": everyOperation,
    "mistakes": [],
    "unprovoked": "it depends on a state of the app that no operation changes",
    "source": [
      34348
    ],
    "decision": []
  },
  {
    "code": 60028,
    "name": "TrialExceededAgain",
    "cause": "The trial volume of 24 hours is used up; printed with the words of 60027.",
    "remedy": "Buy the package, or wait for the next day.",
    "retryable": false,
    "operations": everyOperation,
    "mistakes": [],
    "unprovoked": "it depends on a state of the app that no operation changes",
    "source": [
      34348
    ],
    "decision": []
  },
  {
    "code": 70001,
    "name": "UserSigExpired",
    "cause": "The lifetime of the UserSig is over.",
    "remedy": "Sign a new UserSig, and check that the clock of the signing machine is right.",
    "retryable": false,
    "operations": everyOperation,
    "mistakes": [],
    "unprovoked": "60004 is answered in its place, since no page of Call names this code",
    "source": [
      34348
    ],
    "decision": [
      "V4-U-01"
    ]
  },
  {
    "code": 70003,
    "name": "UserSigUnreadable",
    "cause": "The UserSig cannot be parsed.",
    "remedy": "Sign again with the secret key of the same SDKAppID for the same identifier, and check the clock of the machine that signs.",
    "retryable": false,
    "operations": everyOperation,
    "mistakes": [],
    "unprovoked": "60004 is answered in its place, since no page of Call names this code",
    "source": [
      34348
    ],
    "decision": [
      "V4-U-01"
    ]
  },
  {
    "code": 70009,
    "name": "UserSigInvalid",
    "cause": "The UserSig could not be verified, likely signed with the key of another app.",
    "remedy": "Sign again with the secret key of the same SDKAppID for the same identifier, and check the clock of the machine that signs.",
    "retryable": false,
    "operations": everyOperation,
    "mistakes": [],
    "unprovoked": "60004 is answered in its place, since no page of Call names this code",
    "source": [
      34348
    ],
    "decision": [
      "V4-U-01"
    ]
  },
  {
    "code": 70013,
    "name": "UserSigOtherIdentifier",
    "cause": "The UserSig was signed for another identifier.",
    "remedy": "Sign again with the secret key of the same SDKAppID for the same identifier, and check the clock of the machine that signs.",
    "retryable": false,
    "operations": everyOperation,
    "mistakes": [],
    "unprovoked": "60004 is answered in its place, since no page of Call names this code",
    "source": [
      34348
    ],
    "decision": [
      "V4-U-01"
    ]
  },
  {
    "code": 70014,
    "name": "UserSigOtherApp",
    "cause": "The UserSig was signed for another SDKAppID.",
    "remedy": "Sign again with the secret key of the same SDKAppID for the same identifier, and check the clock of the machine that signs.",
    "retryable": false,
    "operations": everyOperation,
    "mistakes": [],
    "unprovoked": "60004 is answered in its place, since no page of Call names this code",
    "source": [
      34348
    ],
    "decision": [
      "V4-U-01"
    ]
  },
  {
    "code": 70016,
    "name": "UserSigKeyMissing",
    "cause": "The service has no public key to verify the UserSig by.",
    "remedy": "Send the request to the host of the data centre of the app, and compare the SDKAppID with the console.",
    "retryable": false,
    "operations": everyOperation,
    "mistakes": [],
    "unprovoked": "60004 is answered in its place, since no page of Call names this code",
    "source": [
      34348
    ],
    "decision": [
      "V4-U-01"
    ]
  },
  {
    "code": 70020,
    "name": "AppUnknown",
    "cause": "The service knows no app of this SDKAppID.",
    "remedy": "Send the request to the host of the data centre of the app, and compare the SDKAppID with the console.",
    "retryable": false,
    "operations": everyOperation,
    "mistakes": [],
    "unprovoked": "60004 is answered in its place, since no page of Call names this code",
    "source": [
      34348
    ],
    "decision": [
      "V4-U-01"
    ]
  },
  {
    "code": 70050,
    "name": "UserSigTooOften",
    "cause": "The UserSig could not be verified, and wrong ones were sent too often.",
    "remedy": "Correct the signing, then wait a minute before the next request.",
    "retryable": false,
    "operations": everyOperation,
    "mistakes": [],
    "unprovoked": "60004 is answered in its place, since no page of Call names this code",
    "source": [
      34348
    ],
    "decision": [
      "V4-U-01"
    ]
  },
  {
    "code": 70051,
    "name": "AccountBlocked",
    "cause": "The account is on a block list.",
    "remedy": "Open a ticket with the vendor and quote the request id.",
    "retryable": false,
    "operations": everyOperation,
    "mistakes": [],
    "unprovoked": "it depends on a state of the account that no operation changes",
    "source": [
      34348
    ],
    "decision": [
      "V4-26"
    ]
  },
  {
    "code": 70107,
    "name": "AccountNotImported",
    "cause": "The account has not been imported.",
    "remedy": "Import the account in Chat, or let its user log in once.",
    "retryable": false,
    "operations": everyOperation,
    "mistakes": [],
    "unprovoked": "it depends on a state of the account that no operation changes",
    "source": [
      34348
    ],
    "decision": [
      "V4-26"
    ]
  },
  {
    "code": 70169,
    "name": "AccountServiceTimeout",
    "cause": "The service of accounts took too long.",
    "remedy": "Send the request again after a while.",
    "retryable": true,
    "possiblyApplied": true,
    "operations": everyOperation,
    "mistakes": [],
    "unprovoked": "no request brings it about, the service fails by itself",
    "source": [
      34348
    ],
    "decision": [
      "V4-U-29"
    ]
  },
  {
    "code": 70398,
    "name": "TooManyAccounts",
    "cause": "The app has too many accounts.",
    "remedy": "Remove accounts that are not needed, or buy a larger package.",
    "retryable": false,
    "operations": everyOperation,
    "mistakes": [],
    "unprovoked": "it depends on a state of the app that no operation changes",
    "source": [
      34348
    ],
    "decision": [
      "V4-26"
    ]
  },
  {
    "code": 70399,
    "name": "AccountLatelyDeleted",
    "cause": "The account was deleted; for three months it cannot be imported again.",
    "remedy": "Use another account.",
    "retryable": false,
    "operations": everyOperation,
    "mistakes": [],
    "unprovoked": "it depends on a state of the account that no operation changes",
    "source": [
      34348
    ],
    "decision": [
      "V4-26"
    ]
  },
  {
    "code": 70402,
    "name": "AccountParameterInvalid",
    "cause": "The service of accounts was given a parameter that is not allowed.",
    "remedy": "Compare the query parameters and the accounts in the body with the documents.",
    "retryable": false,
    "operations": everyOperation,
    "mistakes": [],
    "unprovoked": "60025 and the private codes are answered in its place, since no page of Call names this code",
    "source": [
      34348
    ],
    "decision": [
      "V4-26"
    ]
  },
  {
    "code": 70404,
    "name": "SdkTooOld",
    "cause": "The version of the SDK is too old.",
    "remedy": "Update the SDK of the clients.",
    "retryable": false,
    "operations": everyOperation,
    "mistakes": [],
    "unprovoked": "it depends on a state of the account that no operation changes",
    "source": [
      34348
    ],
    "decision": [
      "V4-26"
    ]
  },
  {
    "code": 70500,
    "name": "AccountServiceError",
    "cause": "The service of accounts failed.",
    "remedy": "Send the request again after a while.",
    "retryable": true,
    "possiblyApplied": true,
    "operations": everyOperation,
    "mistakes": [],
    "unprovoked": "no request brings it about, the service fails by itself",
    "source": [
      34348
    ],
    "decision": [
      "V4-U-29"
    ]
  },
  {
    "code": 100001,
    "name": "CallbackInternalError",
    "cause": "The service of the callback configuration failed.",
    "remedy": "Send the request again after a while.",
    "retryable": true,
    "possiblyApplied": true,
    "operations": [
      "setCallback",
      "getCallback",
      "deleteCallback"
    ],
    "mistakes": [],
    "unprovoked": "no request brings it about, the service fails by itself",
    "source": [
      68937,
      68938,
      68939
    ],
    "decision": [
      "V4-U-29"
    ]
  },
  {
    "code": 100002,
    "name": "CallbackParameterInvalid",
    "cause": "A field is missing or has a value that is not allowed.",
    "remedy": "Compare the body with the description of the operation.",
    "retryable": false,
    "operations": [
      "setCallback",
      "getCallback",
      "deleteCallback"
    ],
    "mistakes": [
      "configuration-field-missing",
      "configuration-field-null",
      "configuration-field-type",
      "configuration-field-range",
      "url-scheme"
    ],
    "source": [
      68937,
      68938,
      68939
    ],
    "decision": [
      "V4-U-16"
    ]
  },
  {
    "code": 100301,
    "name": "CallbackNotConfigured",
    "cause": "The app has no callback configuration.",
    "remedy": "Create the configuration with set_callback first.",
    "retryable": false,
    "operations": [
      "getCallback"
    ],
    "mistakes": [
      "callback-absent"
    ],
    "source": [
      68937
    ],
    "decision": [
      "V4-31",
      "V4-U-21"
    ]
  },
  {
    "code": 101001,
    "name": "InternalError",
    "cause": "The service of calls and records failed.",
    "remedy": "Send the request again after a while.",
    "retryable": true,
    "possiblyApplied": true,
    "operations": [
      "getCallInfo",
      "startCallByRobot",
      "endCall",
      "getRecordByCallId",
      "getRecordsByFilter"
    ],
    "mistakes": [],
    "unprovoked": "no request brings it about, the service fails by itself",
    "source": [
      68930,
      68931,
      68932,
      74505,
      74506
    ],
    "decision": [
      "V4-U-29"
    ]
  },
  {
    "code": 101002,
    "name": "ParameterInvalid",
    "cause": "A field is missing or has a value that is not allowed.",
    "remedy": "Compare the body with the description of the operation; ErrorInfo says what is wrong.",
    "retryable": false,
    "operations": [
      "getCallInfo",
      "startCallByRobot",
      "endCall"
    ],
    "mistakes": [
      "field-missing",
      "field-null",
      "field-type",
      "field-range"
    ],
    "source": [
      68932,
      74505,
      74506
    ],
    "decision": []
  },
  {
    "code": 101004,
    "name": "CallNotFound",
    "cause": "The call does not exist, or is already over.",
    "remedy": "Nothing is to be done if the call is over; its record can be read 5 seconds after its end.",
    "retryable": false,
    "operations": [
      "getCallInfo",
      "startCallByRobot",
      "endCall"
    ],
    "mistakes": [
      "call-not-found"
    ],
    "source": [
      68932,
      74505,
      74506
    ],
    "decision": [
      "V4-25",
      "V4-U-19"
    ]
  },
  {
    "code": 101050,
    "name": "RecordNotFound",
    "cause": "The record of the call does not exist.",
    "remedy": "Wait 5 seconds after the end of the call, and compare the id.",
    "retryable": false,
    "operations": [
      "getRecordByCallId",
      "getRecordsByFilter"
    ],
    "mistakes": [
      "record-not-found",
      "nothing-matches",
      "record-field-missing",
      "record-field-null",
      "record-field-type",
      "record-field-range"
    ],
    "source": [
      68930,
      68931
    ],
    "decision": [
      "V4-U-08",
      "V4-U-20"
    ]
  }
] as const;

export const otherErrorCode = {
  "name": "Unknown",
  "cause": "A code that the documents do not list.",
  "remedy": "Open a ticket with the vendor and quote the request id.",
  "retryable": false,
  "possiblyApplied": true,
  "source": [
    68926
  ]
} as const;

export const mistakes = [
  {
    "id": "method-not-post",
    "place": "method",
    "sentence": "a request by another method than POST",
    "operations": everyOperation,
    "allowed": "any",
    "answer": 60002,
    "level": "MUST",
    "source": [
      68926
    ],
    "decision": [
      "V4-U-25"
    ]
  },
  {
    "id": "path-unknown",
    "place": "path",
    "sentence": "a request to a path that names no operation",
    "operations": everyOperation,
    "allowed": "any",
    "answer": 60009,
    "level": "MAY",
    "source": [
      68926
    ],
    "decision": [
      "V4-U-25"
    ]
  },
  {
    "id": "sdkappid-missing",
    "place": "query",
    "sentence": "a request without sdkappid",
    "operations": everyOperation,
    "allowed": [
      60012,
      60002,
      60006,
      60025
    ],
    "answer": 60012,
    "level": "SHOULD",
    "source": [
      68926
    ],
    "decision": [
      "V4-U-03"
    ]
  },
  {
    "id": "sdkappid-invalid",
    "place": "query",
    "sentence": "an sdkappid that is not a positive integer",
    "operations": everyOperation,
    "allowed": [
      60006,
      60002,
      60012,
      60025,
      70020
    ],
    "answer": 60006,
    "level": "SHOULD",
    "source": [
      68926
    ],
    "decision": [
      "V4-U-03",
      "V4-U-44"
    ]
  },
  {
    "id": "identifier-missing",
    "place": "query",
    "sentence": "a request without identifier",
    "operations": everyOperation,
    "allowed": [
      60004,
      60005,
      60025,
      60010,
      70003,
      70009,
      70013,
      70016,
      70020,
      70050
    ],
    "answer": 60004,
    "level": "SHOULD",
    "source": [
      68926
    ],
    "decision": [
      "V4-U-01",
      "V4-U-03"
    ]
  },
  {
    "id": "usersig-missing",
    "place": "query",
    "sentence": "a request without usersig",
    "operations": everyOperation,
    "allowed": [
      60004,
      60005,
      60025,
      70001,
      70003,
      70009,
      70013,
      70014,
      70016,
      70020,
      70050
    ],
    "answer": 60004,
    "level": "MUST",
    "source": [
      68926
    ],
    "decision": [
      "V4-U-01",
      "V4-U-03"
    ]
  },
  {
    "id": "usersig-invalid",
    "place": "query",
    "sentence": "a usersig that is not a UserSig at all",
    "operations": everyOperation,
    "allowed": [
      60004,
      60005,
      60025,
      70001,
      70003,
      70009,
      70013,
      70014,
      70016,
      70020,
      70050
    ],
    "answer": 60004,
    "level": "MUST",
    "hidden": true,
    "source": [
      68926
    ],
    "decision": [
      "V4-U-01"
    ]
  },
  {
    "id": "usersig-wrong-key",
    "place": "query",
    "sentence": "a UserSig signed with another secret key",
    "operations": everyOperation,
    "allowed": [
      60004,
      60005,
      60025,
      70001,
      70003,
      70009,
      70013,
      70014,
      70016,
      70020,
      70050
    ],
    "answer": 60004,
    "level": "MUST",
    "hidden": true,
    "source": [
      68926
    ],
    "decision": [
      "V4-U-01"
    ]
  },
  {
    "id": "usersig-other-app",
    "place": "query",
    "sentence": "a UserSig signed for another SDKAppID",
    "operations": everyOperation,
    "allowed": [
      60004,
      60005,
      60025,
      70001,
      70003,
      70009,
      70013,
      70014,
      70016,
      70020,
      70050
    ],
    "answer": 60004,
    "level": "SHOULD",
    "hidden": true,
    "source": [
      68926
    ],
    "decision": [
      "V4-U-01"
    ]
  },
  {
    "id": "usersig-other-identifier",
    "place": "query",
    "sentence": "a UserSig signed for another identifier",
    "operations": everyOperation,
    "allowed": [
      60004,
      60005,
      60025,
      70001,
      70003,
      70009,
      70013,
      70014,
      70016,
      70020,
      70050
    ],
    "answer": 60004,
    "level": "SHOULD",
    "hidden": true,
    "source": [
      68926
    ],
    "decision": [
      "V4-U-01"
    ]
  },
  {
    "id": "usersig-expired",
    "place": "query",
    "sentence": "an expired UserSig",
    "operations": everyOperation,
    "allowed": [
      60004,
      60005,
      60025,
      70001,
      70003,
      70009,
      70013,
      70014,
      70016,
      70020,
      70050
    ],
    "answer": 60004,
    "level": "MUST",
    "hidden": true,
    "source": [
      68926
    ],
    "decision": [
      "V4-U-01",
      "V4-U-02"
    ]
  },
  {
    "id": "usersig-not-yet-valid",
    "place": "query",
    "sentence": "a UserSig that was signed ahead of time",
    "operations": everyOperation,
    "allowed": [
      60004,
      60005,
      60025,
      70001,
      70003,
      70009,
      70013,
      70014,
      70016,
      70020,
      70050
    ],
    "answer": 60004,
    "level": "MAY",
    "hidden": true,
    "source": [
      68926
    ],
    "decision": [
      "V4-U-02"
    ]
  },
  {
    "id": "not-administrator",
    "place": "query",
    "sentence": "a valid UserSig of an account that is not an administrator",
    "operations": everyOperation,
    "allowed": [
      60010
    ],
    "answer": 60010,
    "level": "MUST",
    "hidden": true,
    "source": [
      68926
    ],
    "decision": []
  },
  {
    "id": "random-missing",
    "place": "query",
    "sentence": "a request without random",
    "operations": everyOperation,
    "allowed": [
      60002,
      60025
    ],
    "answer": 60025,
    "level": "MAY",
    "source": [
      68926
    ],
    "decision": [
      "V4-U-03"
    ]
  },
  {
    "id": "random-invalid",
    "place": "query",
    "sentence": "a random that is not an unsigned 32-bit integer",
    "operations": everyOperation,
    "allowed": [
      60002,
      60025
    ],
    "answer": 60025,
    "level": "MAY",
    "source": [
      68926
    ],
    "decision": [
      "V4-U-03"
    ]
  },
  {
    "id": "contenttype-missing",
    "place": "query",
    "sentence": "a request without contenttype",
    "operations": everyOperation,
    "allowed": [
      60002,
      60025
    ],
    "answer": 60025,
    "level": "MAY",
    "source": [
      68926
    ],
    "decision": [
      "V4-U-03"
    ]
  },
  {
    "id": "contenttype-invalid",
    "place": "query",
    "sentence": "a contenttype other than json",
    "operations": everyOperation,
    "allowed": [
      60002,
      60025
    ],
    "answer": 60025,
    "level": "MAY",
    "source": [
      68926
    ],
    "decision": [
      "V4-U-03"
    ]
  },
  {
    "id": "parameter-wrong-case",
    "place": "query",
    "sentence": "a query parameter whose name is written in the wrong case",
    "operations": everyOperation,
    "allowed": "any",
    "answer": 60025,
    "level": "SHOULD",
    "source": [
      68926
    ],
    "decision": [
      "V4-U-03"
    ]
  },
  {
    "id": "parameter-repeated",
    "place": "query",
    "sentence": "a query parameter that occurs twice with different values",
    "operations": everyOperation,
    "allowed": "any",
    "answer": 60025,
    "level": "MAY",
    "source": [
      68926
    ],
    "decision": [
      "V4-U-03"
    ]
  },
  {
    "id": "package-missing",
    "place": "state",
    "sentence": "a request of an app without a package",
    "operations": everyOperation,
    "allowed": [
      60020
    ],
    "answer": 60020,
    "level": "SHOULD",
    "hidden": true,
    "source": [
      68926
    ],
    "decision": [
      "V4-U-28"
    ]
  },
  {
    "id": "rate-exceeded",
    "place": "rate",
    "sentence": "more requests within a second than the rate limit of the operation allows",
    "operations": everyOperation,
    "allowed": [
      60007,
      60011,
      60018,
      60019
    ],
    "answer": 60007,
    "level": "MUST",
    "hidden": true,
    "source": [
      68930,
      68931,
      68932,
      68937,
      68938,
      68939,
      74505,
      74506
    ],
    "decision": [
      "V4-U-18"
    ]
  },
  {
    "id": "content-type-wrong",
    "place": "header",
    "sentence": "a body whose Content-Type is not JSON",
    "operations": everyOperation,
    "allowed": [
      60003,
      60015,
      100002,
      101002,
      101050
    ],
    "answer": 60003,
    "level": "MAY",
    "source": [
      68926
    ],
    "decision": [
      "V4-U-27"
    ]
  },
  {
    "id": "body-empty",
    "place": "body",
    "sentence": "a request without a body",
    "operations": everyOperation,
    "allowed": [
      60003,
      60015,
      100002,
      101002,
      101050
    ],
    "answer": 60003,
    "level": "MUST",
    "source": [
      68926
    ],
    "decision": [
      "V4-U-26"
    ]
  },
  {
    "id": "body-malformed",
    "place": "body",
    "sentence": "a body that is not JSON",
    "operations": everyOperation,
    "allowed": [
      60003,
      60015,
      100002,
      101002,
      101050
    ],
    "answer": 60003,
    "level": "MUST",
    "source": [
      68926
    ],
    "decision": [
      "V4-U-26"
    ]
  },
  {
    "id": "body-not-object",
    "place": "body",
    "sentence": "a JSON body that is not an object",
    "operations": everyOperation,
    "allowed": [
      60003,
      60015,
      100002,
      101002,
      101050
    ],
    "answer": 60003,
    "level": "SHOULD",
    "source": [
      68926
    ],
    "decision": [
      "V4-U-26"
    ]
  },
  {
    "id": "body-too-large",
    "place": "body",
    "sentence": "a body larger than the receiver takes",
    "operations": everyOperation,
    "allowed": "any",
    "answer": 60003,
    "level": "MAY",
    "source": [
      68926
    ],
    "decision": [
      "V4-U-26"
    ]
  },
  {
    "id": "field-missing",
    "place": "body",
    "sentence": "a body without a required field",
    "operations": [
      "getCallInfo",
      "startCallByRobot",
      "endCall"
    ],
    "allowed": [
      60003,
      60015,
      101002
    ],
    "answer": 101002,
    "level": "MUST",
    "source": [
      68932,
      74505,
      74506
    ],
    "decision": [
      "V4-U-26"
    ]
  },
  {
    "id": "field-null",
    "place": "body",
    "sentence": "a required field that is null",
    "operations": [
      "getCallInfo",
      "startCallByRobot",
      "endCall"
    ],
    "allowed": [
      60003,
      60015,
      101002
    ],
    "answer": 101002,
    "level": "SHOULD",
    "source": [
      68932,
      74505,
      74506
    ],
    "decision": [
      "V4-U-26"
    ]
  },
  {
    "id": "field-type",
    "place": "body",
    "sentence": "a field of the wrong JSON type",
    "operations": [
      "getCallInfo",
      "startCallByRobot",
      "endCall"
    ],
    "allowed": [
      60003,
      60015,
      101002
    ],
    "answer": 101002,
    "level": "MUST",
    "source": [
      68932,
      74505,
      74506
    ],
    "decision": [
      "V4-U-26"
    ]
  },
  {
    "id": "field-range",
    "place": "body",
    "sentence": "a field whose value is outside its range or its list of words",
    "operations": [
      "getCallInfo",
      "startCallByRobot",
      "endCall"
    ],
    "allowed": [
      60003,
      60015,
      101002
    ],
    "answer": 101002,
    "level": "SHOULD",
    "levels": {
      "CallInfo": "MAY"
    },
    "source": [
      68932,
      74505,
      74506
    ],
    "decision": [
      "V4-U-26",
      "V4-20"
    ]
  },
  {
    "id": "record-field-missing",
    "place": "body",
    "sentence": "a body without a required field",
    "operations": [
      "getRecordByCallId"
    ],
    "allowed": "any",
    "answer": 101050,
    "level": "SHOULD",
    "source": [
      68930,
      68931
    ],
    "decision": [
      "V4-U-20"
    ]
  },
  {
    "id": "record-field-null",
    "place": "body",
    "sentence": "a required field that is null",
    "operations": [
      "getRecordByCallId"
    ],
    "allowed": "any",
    "answer": 101050,
    "level": "SHOULD",
    "source": [
      68930,
      68931
    ],
    "decision": [
      "V4-U-20"
    ]
  },
  {
    "id": "record-field-type",
    "place": "body",
    "sentence": "a field of the wrong JSON type",
    "operations": [
      "getRecordByCallId",
      "getRecordsByFilter"
    ],
    "allowed": "any",
    "answer": 101050,
    "level": "SHOULD",
    "levels": {
      "CallResult": "MAY",
      "CallType": "MAY"
    },
    "source": [
      68930,
      68931
    ],
    "decision": [
      "V4-U-20",
      "V4-02"
    ]
  },
  {
    "id": "record-field-range",
    "place": "body",
    "sentence": "a field whose value is outside its range or its list of words",
    "operations": [
      "getRecordByCallId",
      "getRecordsByFilter"
    ],
    "allowed": "any",
    "answer": 101050,
    "level": "SHOULD",
    "levels": {
      "CallResult": "MAY",
      "CallType": "MAY"
    },
    "source": [
      68930,
      68931
    ],
    "decision": [
      "V4-U-20",
      "V4-02"
    ]
  },
  {
    "id": "configuration-field-missing",
    "place": "body",
    "sentence": "a body without a required field",
    "operations": [
      "setCallback"
    ],
    "allowed": [
      60003,
      60015,
      100002
    ],
    "answer": 100002,
    "level": "MUST",
    "source": [
      68938
    ],
    "decision": [
      "V4-U-26"
    ]
  },
  {
    "id": "configuration-field-null",
    "place": "body",
    "sentence": "a required field that is null",
    "operations": [
      "setCallback"
    ],
    "allowed": [
      60003,
      60015,
      100002
    ],
    "answer": 100002,
    "level": "SHOULD",
    "source": [
      68938
    ],
    "decision": [
      "V4-U-26"
    ]
  },
  {
    "id": "configuration-field-type",
    "place": "body",
    "sentence": "a field of the wrong JSON type",
    "operations": [
      "setCallback"
    ],
    "allowed": [
      60003,
      60015,
      100002
    ],
    "answer": 100002,
    "level": "MUST",
    "source": [
      68938
    ],
    "decision": [
      "V4-U-26"
    ]
  },
  {
    "id": "configuration-field-range",
    "place": "body",
    "sentence": "a field whose value is outside its range or its list of words",
    "operations": [
      "setCallback"
    ],
    "allowed": [
      60003,
      60015,
      100002
    ],
    "answer": 100002,
    "level": "SHOULD",
    "levels": {
      "CallbackCommandList": "MAY"
    },
    "source": [
      68938
    ],
    "decision": [
      "V4-U-26",
      "V4-U-17"
    ]
  },
  {
    "id": "account-not-text",
    "place": "body",
    "sentence": "an account that is a number in place of a text",
    "operations": [
      "startCallByRobot"
    ],
    "allowed": [
      60003,
      60015,
      101002
    ],
    "answer": 60015,
    "level": "SHOULD",
    "source": [
      68926
    ],
    "decision": []
  },
  {
    "id": "url-scheme",
    "place": "body",
    "sentence": "a callback URL that begins with neither http:// nor https://",
    "operations": [
      "setCallback"
    ],
    "allowed": [
      100002
    ],
    "answer": 100002,
    "level": "SHOULD",
    "source": [
      68938
    ],
    "decision": [
      "V4-U-16"
    ]
  },
  {
    "id": "call-not-found",
    "place": "state",
    "sentence": "a CallId of a call that does not exist, or is over",
    "operations": [
      "getCallInfo",
      "endCall"
    ],
    "allowed": [
      101004
    ],
    "answer": 101004,
    "level": "MUST",
    "hidden": true,
    "source": [
      68932,
      74506
    ],
    "decision": [
      "V4-U-19"
    ]
  },
  {
    "id": "record-not-found",
    "place": "state",
    "sentence": "a CallId that belongs to no call of the app",
    "operations": [
      "getRecordByCallId"
    ],
    "allowed": [
      101050
    ],
    "answer": 101050,
    "level": "MUST",
    "hidden": true,
    "source": [
      68930
    ],
    "decision": []
  },
  {
    "id": "nothing-matches",
    "place": "state",
    "sentence": "a filter that no record matches",
    "operations": [
      "getRecordsByFilter"
    ],
    "allowed": [
      101050
    ],
    "answer": 101050,
    "level": "MAY",
    "hidden": true,
    "source": [
      68931
    ],
    "decision": [
      "V4-U-08"
    ]
  },
  {
    "id": "callback-absent",
    "place": "state",
    "sentence": "a read where no callback is configured",
    "operations": [
      "getCallback"
    ],
    "allowed": [
      100301
    ],
    "answer": 100301,
    "level": "MUST",
    "hidden": true,
    "source": [
      68937
    ],
    "decision": [
      "V4-31"
    ]
  }
] as const;
