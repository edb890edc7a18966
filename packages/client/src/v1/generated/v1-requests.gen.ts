// Made by scripts/requests-module.ts from the bundled contract of @trtc-call/spec.
// Change the contract, then run the generate script again.

import type { OperationId } from '@trtc-call/spec/v1';
import type { Refusal } from '../../build-contract.ts';
import type { Schema } from '../../schema/schema.ts';

export const requestSchemas: Readonly<Record<OperationId, Schema>> =
  {
  "getRecordByCallId": {
    "type": "object",
    "required": [
      "callId"
    ],
    "properties": {
      "callId": {
        "type": "string",
        "minLength": 1
      }
    },
    "closed": true
  },
  "getRecordsByFilter": {
    "type": "object",
    "required": [
      "startTimestamp"
    ],
    "properties": {
      "startTimestamp": {
        "type": "integer",
        "minimum": 0
      },
      "endTimestamp": {
        "type": "integer",
        "minimum": 0
      },
      "callResult": {
        "type": "string",
        "enum": [
          "cancel",
          "reject",
          "not_answer",
          "normal_end",
          "call_busy",
          "interrupt"
        ],
        "open": true
      },
      "callType": {
        "type": "string",
        "enum": [
          "single",
          "group"
        ],
        "open": true
      },
      "numberPerPage": {
        "type": "integer",
        "minimum": 1
      },
      "page": {
        "type": "integer",
        "minimum": 1
      }
    },
    "closed": true
  },
  "setCallback": {
    "type": "object",
    "required": [
      "address",
      "actions"
    ],
    "properties": {
      "address": {
        "type": "string",
        "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://.+$"
      },
      "actions": {
        "type": "array",
        "items": {
          "type": "string",
          "enum": [
            "cancel",
            "reject",
            "not_answer",
            "normal_end",
            "call_busy",
            "interrupt",
            "caller_start_call",
            "caller_call_accepted",
            "caller_call_missed",
            "caller_call_rejected",
            "caller_call_busy",
            "caller_cancel_call",
            "caller_call_failed",
            "caller_call_end",
            "caller_call_interrupted",
            "callee_receive_call",
            "callee_accept_call",
            "callee_not_answer_call",
            "callee_reject_call",
            "callee_ignore_call",
            "callee_call_canceled",
            "callee_call_end",
            "callee_call_interrupted",
            "invite_user",
            "join_in_group_call"
          ],
          "open": true
        }
      }
    },
    "closed": true
  },
  "getCallback": {
    "type": "object",
    "closed": true
  },
  "updateCallback": {
    "type": "object",
    "required": [
      "address",
      "actions"
    ],
    "properties": {
      "address": {
        "type": "string",
        "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://.+$"
      },
      "actions": {
        "type": "array",
        "items": {
          "type": "string",
          "enum": [
            "cancel",
            "reject",
            "not_answer",
            "normal_end",
            "call_busy",
            "interrupt",
            "caller_start_call",
            "caller_call_accepted",
            "caller_call_missed",
            "caller_call_rejected",
            "caller_call_busy",
            "caller_cancel_call",
            "caller_call_failed",
            "caller_call_end",
            "caller_call_interrupted",
            "callee_receive_call",
            "callee_accept_call",
            "callee_not_answer_call",
            "callee_reject_call",
            "callee_ignore_call",
            "callee_call_canceled",
            "callee_call_end",
            "callee_call_interrupted",
            "invite_user",
            "join_in_group_call"
          ],
          "open": true
        }
      }
    },
    "closed": true
  },
  "deleteCallback": {
    "type": "object",
    "closed": true
  }
};

export const refusals: Readonly<Record<number, Refusal>> =
  {
  "999": [
    "CallbackNotConfigured",
    "The app has no callback configuration to read, change or remove.",
    "Create the configuration with callback/set first.",
    false
  ],
  "50001": [
    "PackageMissing",
    "The app has neither bought nor claimed the Group Call Version package.",
    "Buy the package for this SDKAppID in the console, or start its free trial.",
    false
  ],
  "70001": [
    "InvalidParameter",
    "A parameter or a field is missing or has a value that is not allowed. On callback/set also an address that begins with neither http nor https.",
    "Compare the query parameters and the body with the operation's description; names are case-sensitive.",
    false
  ],
  "70002": [
    "UserSigInvalid",
    "The UserSig cannot be read, or was not signed for this SDKAppID and identifier with the key of this app.",
    "Sign again with the secret key of the same SDKAppID for the same identifier.",
    false
  ],
  "70003": [
    "UserSigExpired",
    "The lifetime of the UserSig is over.",
    "Sign a new UserSig, and check that the clock of the signing machine is right.",
    false
  ],
  "70004": [
    "NotAdministrator",
    "The identifier is not a (super) administrator account of the app.",
    "Call as the account named administrator, or as another account that Chat lists as an administrator, with a UserSig of that account.",
    false
  ],
  "70005": [
    "RateLimited",
    "The operation was called more often than its rate limit allows.",
    "Wait at least a second, then call again below the documented rate.",
    true
  ],
  "70009": [
    "InvalidBody",
    "The body is not the expected JSON object, or a field has the wrong JSON type.",
    "Send a JSON object, {} at least, in which every field has its documented type.",
    false
  ]
};

/** For a code that no document lists. */
export const otherRefusal: Refusal = [
  "Unknown",
  "An internal error of the service, or a code that the documents do not list.",
  "Open a ticket with the vendor and quote the request id.",
  false
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
