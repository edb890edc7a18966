// Made by src/generate/main.ts from v1/errors.yaml.
// Change that, then run the generate script again.

const everyOperation = [
  "getRecordByCallId",
  "getRecordsByFilter",
  "setCallback",
  "getCallback",
  "updateCallback",
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
      60138,
      60131,
      60132,
      60133,
      60134
    ],
    "decision": [
      "V1-01"
    ]
  },
  {
    "code": 999,
    "name": "CallbackNotConfigured",
    "cause": "The app has no callback configuration to read, change or remove.",
    "remedy": "Create the configuration with callback/set first.",
    "retryable": false,
    "operations": [
      "getCallback",
      "updateCallback",
      "deleteCallback"
    ],
    "mistakes": [
      "callback-not-configured",
      "callback-absent"
    ],
    "source": [
      60132,
      60130
    ],
    "decision": [
      "V1-20",
      "V1-U-19",
      "V1-U-21"
    ]
  },
  {
    "code": 50001,
    "name": "PackageMissing",
    "cause": "The app has neither bought nor claimed the Group Call Version package.",
    "remedy": "Buy the package for this SDKAppID in the console, or start its free trial.",
    "inChat": "the account has not been imported (recent contacts)",
    "retryable": false,
    "operations": everyOperation,
    "mistakes": [
      "package-missing"
    ],
    "source": [
      60138,
      60131,
      60132,
      60133,
      60134
    ],
    "decision": []
  },
  {
    "code": 70001,
    "name": "InvalidParameter",
    "cause": "A parameter or a field is missing or has a value that is not allowed. On callback/set also an address that begins with neither http nor https.",
    "remedy": "Compare the query parameters and the body with the operation's description; names are case-sensitive.",
    "inChat": "the UserSig has expired",
    "retryable": false,
    "operations": everyOperation,
    "mistakes": [
      "method-not-post",
      "path-unknown",
      "sdkappid-missing",
      "sdkappid-invalid",
      "identifier-missing",
      "usersig-missing",
      "random-missing",
      "random-invalid",
      "contenttype-missing",
      "contenttype-invalid",
      "parameter-wrong-case",
      "parameter-repeated",
      "field-missing",
      "field-null",
      "field-range",
      "address-scheme",
      "record-not-found"
    ],
    "source": [
      60138,
      60133,
      60134
    ],
    "decision": [
      "V1-18",
      "V1-19",
      "V1-U-08",
      "V1-U-12",
      "V1-U-31"
    ]
  },
  {
    "code": 70002,
    "name": "UserSigInvalid",
    "cause": "The UserSig cannot be read, or was not signed for this SDKAppID and identifier with the key of this app.",
    "remedy": "Sign again with the secret key of the same SDKAppID for the same identifier.",
    "retryable": false,
    "operations": everyOperation,
    "mistakes": [
      "usersig-invalid",
      "usersig-wrong-key",
      "usersig-other-app",
      "usersig-other-identifier"
    ],
    "source": [
      60138
    ],
    "decision": [
      "V1-U-33"
    ]
  },
  {
    "code": 70003,
    "name": "UserSigExpired",
    "cause": "The lifetime of the UserSig is over.",
    "remedy": "Sign a new UserSig, and check that the clock of the signing machine is right.",
    "inChat": "the UserSig is illegal or cannot be parsed",
    "retryable": false,
    "operations": everyOperation,
    "mistakes": [
      "usersig-expired",
      "usersig-not-yet-valid"
    ],
    "source": [
      60138
    ],
    "decision": [
      "V1-U-40",
      "V1-U-47"
    ]
  },
  {
    "code": 70004,
    "name": "NotAdministrator",
    "cause": "The identifier is not a (super) administrator account of the app.",
    "remedy": "Call as the account named administrator, or as another account that Chat lists as an administrator, with a UserSig of that account.",
    "retryable": false,
    "operations": everyOperation,
    "mistakes": [
      "not-administrator"
    ],
    "source": [
      60138
    ],
    "decision": [
      "V1-05",
      "V1-43"
    ]
  },
  {
    "code": 70005,
    "name": "RateLimited",
    "cause": "The operation was called more often than its rate limit allows.",
    "remedy": "Wait at least a second, then call again below the documented rate.",
    "retryable": true,
    "operations": everyOperation,
    "mistakes": [
      "rate-exceeded"
    ],
    "source": [
      60138
    ],
    "decision": [
      "V1-17",
      "V1-U-05"
    ]
  },
  {
    "code": 70009,
    "name": "InvalidBody",
    "cause": "The body is not the expected JSON object, or a field has the wrong JSON type.",
    "remedy": "Send a JSON object, {} at least, in which every field has its documented type.",
    "inChat": "the UserSig could not be verified, likely signed with the key of another app",
    "retryable": false,
    "operations": everyOperation,
    "mistakes": [
      "body-empty",
      "body-malformed",
      "body-not-object",
      "body-too-large",
      "content-type-wrong",
      "field-type"
    ],
    "source": [
      60138
    ],
    "decision": [
      "V1-U-31"
    ]
  }
] as const;

export const otherErrorCode = {
  "name": "Unknown",
  "cause": "An internal error of the service, or a code that the documents do not list.",
  "remedy": "Open a ticket with the vendor and quote the request id.",
  "retryable": false,
  "possiblyApplied": true,
  "source": [
    60138
  ]
} as const;

export const mistakes = [
  {
    "id": "method-not-post",
    "place": "method",
    "sentence": "a request by another method than POST",
    "operations": everyOperation,
    "allowed": "any",
    "answer": 70001,
    "level": "MUST",
    "source": [
      60138
    ],
    "decision": [
      "V1-U-30"
    ]
  },
  {
    "id": "path-unknown",
    "place": "path",
    "sentence": "a request to a path that names no operation",
    "operations": everyOperation,
    "allowed": "any",
    "answer": 70001,
    "level": "MAY",
    "source": [
      60138
    ],
    "decision": [
      "V1-04",
      "V1-U-30"
    ]
  },
  {
    "id": "sdkappid-missing",
    "place": "query",
    "sentence": "a request without sdkappid",
    "operations": everyOperation,
    "allowed": [
      70001,
      70002
    ],
    "answer": 70001,
    "level": "MUST",
    "source": [
      60138
    ],
    "decision": [
      "V1-U-32"
    ]
  },
  {
    "id": "sdkappid-invalid",
    "place": "query",
    "sentence": "an sdkappid that is not a positive integer",
    "operations": everyOperation,
    "allowed": [
      70001,
      70002,
      70009
    ],
    "answer": 70001,
    "level": "SHOULD",
    "source": [
      60138
    ],
    "decision": [
      "V1-U-31",
      "V1-U-39"
    ]
  },
  {
    "id": "identifier-missing",
    "place": "query",
    "sentence": "a request without identifier",
    "operations": everyOperation,
    "allowed": [
      70001,
      70002,
      70004
    ],
    "answer": 70001,
    "level": "MUST",
    "source": [
      60138
    ],
    "decision": [
      "V1-U-32"
    ]
  },
  {
    "id": "usersig-missing",
    "place": "query",
    "sentence": "a request without usersig",
    "operations": everyOperation,
    "allowed": [
      70001,
      70002
    ],
    "answer": 70001,
    "level": "MUST",
    "source": [
      60138
    ],
    "decision": [
      "V1-U-32"
    ]
  },
  {
    "id": "usersig-invalid",
    "place": "query",
    "sentence": "a usersig that is not a UserSig at all",
    "operations": everyOperation,
    "allowed": [
      70002
    ],
    "answer": 70002,
    "level": "MUST",
    "hidden": true,
    "source": [
      60138
    ],
    "decision": [
      "V1-U-33"
    ]
  },
  {
    "id": "usersig-wrong-key",
    "place": "query",
    "sentence": "a UserSig signed with another secret key",
    "operations": everyOperation,
    "allowed": [
      70002
    ],
    "answer": 70002,
    "level": "MUST",
    "hidden": true,
    "source": [
      60138
    ],
    "decision": [
      "V1-U-33"
    ]
  },
  {
    "id": "usersig-other-app",
    "place": "query",
    "sentence": "a UserSig signed for another SDKAppID",
    "operations": everyOperation,
    "allowed": [
      70002
    ],
    "answer": 70002,
    "level": "SHOULD",
    "hidden": true,
    "source": [
      60138
    ],
    "decision": [
      "V1-U-33"
    ]
  },
  {
    "id": "usersig-other-identifier",
    "place": "query",
    "sentence": "a UserSig signed for another identifier",
    "operations": everyOperation,
    "allowed": [
      70002
    ],
    "answer": 70002,
    "level": "SHOULD",
    "hidden": true,
    "source": [
      60138
    ],
    "decision": [
      "V1-U-33"
    ]
  },
  {
    "id": "usersig-expired",
    "place": "query",
    "sentence": "an expired UserSig",
    "operations": everyOperation,
    "allowed": [
      70003
    ],
    "answer": 70003,
    "level": "MUST",
    "hidden": true,
    "source": [
      60138
    ],
    "decision": [
      "V1-U-40"
    ]
  },
  {
    "id": "usersig-not-yet-valid",
    "place": "query",
    "sentence": "a UserSig that was signed ahead of time",
    "operations": everyOperation,
    "allowed": [
      70002,
      70003
    ],
    "answer": 70003,
    "level": "MAY",
    "hidden": true,
    "source": [
      60138
    ],
    "decision": [
      "V1-U-47"
    ]
  },
  {
    "id": "not-administrator",
    "place": "query",
    "sentence": "a valid UserSig of an account that is not an administrator",
    "operations": everyOperation,
    "allowed": [
      70004
    ],
    "answer": 70004,
    "level": "MUST",
    "hidden": true,
    "source": [
      60138
    ],
    "decision": [
      "V1-05"
    ]
  },
  {
    "id": "random-missing",
    "place": "query",
    "sentence": "a request without random",
    "operations": everyOperation,
    "allowed": [
      70001
    ],
    "answer": 70001,
    "level": "SHOULD",
    "source": [
      60138
    ],
    "decision": [
      "V1-U-49"
    ]
  },
  {
    "id": "random-invalid",
    "place": "query",
    "sentence": "a random that is not an unsigned 32-bit integer",
    "operations": everyOperation,
    "allowed": [
      70001,
      70009
    ],
    "answer": 70001,
    "level": "SHOULD",
    "source": [
      60138
    ],
    "decision": [
      "V1-U-31"
    ]
  },
  {
    "id": "contenttype-missing",
    "place": "query",
    "sentence": "a request without contenttype",
    "operations": everyOperation,
    "allowed": [
      70001,
      70009
    ],
    "answer": 70001,
    "level": "SHOULD",
    "source": [
      60138
    ],
    "decision": [
      "V1-U-31",
      "V1-U-49"
    ]
  },
  {
    "id": "contenttype-invalid",
    "place": "query",
    "sentence": "a contenttype other than json",
    "operations": everyOperation,
    "allowed": [
      70001,
      70009
    ],
    "answer": 70001,
    "level": "SHOULD",
    "source": [
      60138
    ],
    "decision": [
      "V1-U-31",
      "V1-U-49"
    ]
  },
  {
    "id": "parameter-wrong-case",
    "place": "query",
    "sentence": "a query parameter whose name is written in the wrong case",
    "operations": everyOperation,
    "allowed": [
      70001,
      70002,
      70004,
      70009
    ],
    "answer": 70001,
    "level": "MUST",
    "levels": {
      "random": "SHOULD",
      "contenttype": "SHOULD"
    },
    "source": [
      60138
    ],
    "decision": [
      "V1-U-32",
      "V1-U-49"
    ]
  },
  {
    "id": "parameter-repeated",
    "place": "query",
    "sentence": "a query parameter that occurs twice with different values",
    "operations": everyOperation,
    "allowed": "any",
    "answer": 70001,
    "level": "MAY",
    "source": [
      60138
    ],
    "decision": [
      "V1-U-35"
    ]
  },
  {
    "id": "package-missing",
    "place": "state",
    "sentence": "a request of an app without the Group Call Version package",
    "operations": everyOperation,
    "allowed": [
      50001
    ],
    "answer": 50001,
    "level": "MUST",
    "hidden": true,
    "source": [
      60138,
      60131,
      60132,
      60133,
      60134
    ],
    "decision": []
  },
  {
    "id": "rate-exceeded",
    "place": "rate",
    "sentence": "more requests within a second than the rate limit of the operation allows",
    "operations": everyOperation,
    "allowed": [
      70005
    ],
    "answer": 70005,
    "level": "MUST",
    "hidden": true,
    "source": [
      60131,
      60132,
      60133,
      60134,
      60136,
      60137,
      60138
    ],
    "decision": [
      "V1-17",
      "V1-U-05",
      "V1-U-43"
    ]
  },
  {
    "id": "content-type-wrong",
    "place": "header",
    "sentence": "a body whose Content-Type is not JSON",
    "operations": everyOperation,
    "allowed": [
      70001,
      70009
    ],
    "answer": 70009,
    "level": "MAY",
    "source": [
      60138
    ],
    "decision": [
      "V1-U-34"
    ]
  },
  {
    "id": "body-empty",
    "place": "body",
    "sentence": "a request without a body",
    "operations": everyOperation,
    "allowed": [
      70001,
      70009
    ],
    "answer": 70009,
    "level": "MUST",
    "source": [
      60138
    ],
    "decision": [
      "V1-U-31"
    ]
  },
  {
    "id": "body-malformed",
    "place": "body",
    "sentence": "a body that is not JSON",
    "operations": everyOperation,
    "allowed": [
      70001,
      70009
    ],
    "answer": 70009,
    "level": "MUST",
    "source": [
      60138
    ],
    "decision": [
      "V1-U-31"
    ]
  },
  {
    "id": "body-not-object",
    "place": "body",
    "sentence": "a JSON body that is not an object",
    "operations": everyOperation,
    "allowed": [
      70001,
      70009
    ],
    "answer": 70009,
    "level": "SHOULD",
    "source": [
      60138
    ],
    "decision": [
      "V1-U-31"
    ]
  },
  {
    "id": "body-too-large",
    "place": "body",
    "sentence": "a body larger than the receiver takes",
    "operations": everyOperation,
    "allowed": "any",
    "answer": 70009,
    "level": "MAY",
    "source": [
      60138
    ],
    "decision": [
      "V1-U-37"
    ]
  },
  {
    "id": "field-missing",
    "place": "body",
    "sentence": "a body without a required field",
    "operations": [
      "getRecordByCallId",
      "getRecordsByFilter",
      "setCallback",
      "updateCallback"
    ],
    "allowed": [
      70001,
      70009
    ],
    "answer": 70001,
    "level": "MUST",
    "source": [
      60138,
      60132,
      60134,
      60136,
      60137
    ],
    "decision": [
      "V1-U-20",
      "V1-U-31"
    ]
  },
  {
    "id": "field-null",
    "place": "body",
    "sentence": "a required field that is null",
    "operations": [
      "getRecordByCallId",
      "getRecordsByFilter",
      "setCallback",
      "updateCallback"
    ],
    "allowed": [
      70001,
      70009
    ],
    "answer": 70001,
    "level": "SHOULD",
    "source": [
      60138
    ],
    "decision": [
      "V1-U-31"
    ]
  },
  {
    "id": "field-type",
    "place": "body",
    "sentence": "a field of the wrong JSON type",
    "operations": [
      "getRecordByCallId",
      "getRecordsByFilter",
      "setCallback",
      "updateCallback"
    ],
    "allowed": [
      70001,
      70009
    ],
    "answer": 70009,
    "level": "MUST",
    "source": [
      60138
    ],
    "decision": [
      "V1-U-31"
    ]
  },
  {
    "id": "field-range",
    "place": "body",
    "sentence": "a field whose value is outside its range or its list of words",
    "operations": [
      "getRecordByCallId",
      "getRecordsByFilter",
      "setCallback",
      "updateCallback"
    ],
    "allowed": [
      70001,
      70009
    ],
    "answer": 70001,
    "level": "SHOULD",
    "levels": {
      "actions": "MAY"
    },
    "source": [
      60138
    ],
    "decision": [
      "V1-U-11",
      "V1-U-17",
      "V1-U-31"
    ]
  },
  {
    "id": "address-scheme",
    "place": "body",
    "sentence": "a callback address that begins with neither http:// nor https://",
    "operations": [
      "setCallback",
      "updateCallback"
    ],
    "allowed": [
      70001
    ],
    "answer": 70001,
    "level": "MUST",
    "source": [
      60134
    ],
    "decision": [
      "V1-18",
      "V1-19"
    ]
  },
  {
    "id": "callback-not-configured",
    "place": "state",
    "sentence": "an update where no callback is configured",
    "operations": [
      "updateCallback"
    ],
    "allowed": [
      999
    ],
    "answer": 999,
    "level": "MUST",
    "hidden": true,
    "source": [
      60132
    ],
    "decision": [
      "V1-20"
    ]
  },
  {
    "id": "callback-absent",
    "place": "state",
    "sentence": "a read or a removal where no callback is configured",
    "operations": [
      "getCallback",
      "deleteCallback"
    ],
    "allowed": "any",
    "answer": 999,
    "level": "MAY",
    "hidden": true,
    "source": [
      60131,
      60133
    ],
    "decision": [
      "V1-20",
      "V1-U-19",
      "V1-U-21"
    ]
  },
  {
    "id": "record-not-found",
    "place": "state",
    "sentence": "a callId that belongs to no call of the app",
    "operations": [
      "getRecordByCallId"
    ],
    "allowed": "any",
    "answer": 70001,
    "level": "MAY",
    "hidden": true,
    "source": [
      60137
    ],
    "decision": [
      "V1-U-09"
    ]
  }
] as const;
