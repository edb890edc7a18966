// Made by scripts/tables.ts from the bundled contract of @trtc-call/spec.
// Change the contract, then run the generate script again.

import type { OperationId } from '@trtc-call/spec/v1';
import type { Schema } from '../../schema/keywords.ts';

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

/** What every answer has, a success and a failure. */
export const envelopeSchema: Schema = {
  "type": "object",
  "required": [
    "errorCode",
    "errorMessage",
    "requestId"
  ],
  "properties": {
    "errorCode": {
      "anyOf": [
        {
          "type": "integer"
        },
        {
          "type": "string",
          "pattern": "^(0|-?[1-9][0-9]*)$"
        }
      ]
    },
    "errorMessage": {
      "type": "string"
    },
    "requestId": {
      "anyOf": [
        {
          "type": "string"
        },
        {
          "type": "integer"
        }
      ]
    },
    "data": {}
  },
  "closed": true
};

/** The data of a success. */
export const dataSchemas: Readonly<Record<OperationId, Schema>> =
  {
  "getRecordByCallId": {
    "anyOf": [
      {
        "type": "object",
        "required": [
          "callId",
          "sdkAppId",
          "mediaType",
          "roomId",
          "startCallTs",
          "caller",
          "totalUserNumber",
          "callType",
          "callResult"
        ],
        "properties": {
          "callId": {
            "type": "string",
            "minLength": 1
          },
          "sdkAppId": {
            "type": "integer",
            "minimum": 1
          },
          "mediaType": {
            "type": "string",
            "enum": [
              "audio",
              "video"
            ],
            "open": true
          },
          "roomId": {
            "type": "string"
          },
          "startCallTs": {
            "type": "integer",
            "minimum": 0
          },
          "acceptTs": {
            "type": "integer",
            "minimum": 0
          },
          "endTs": {
            "type": "integer",
            "minimum": 0
          },
          "caller": {
            "type": "string"
          },
          "totalUserNumber": {
            "type": "integer",
            "minimum": 0
          },
          "callType": {
            "type": "string",
            "enum": [
              "single",
              "group"
            ],
            "open": true
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
          "callees": {
            "type": "array",
            "items": {
              "type": "string"
            }
          }
        },
        "closed": true
      },
      {
        "anyOf": [
          {
            "type": "object",
            "maxProperties": 0
          },
          {
            "type": "string",
            "enum": [
              ""
            ]
          },
          {
            "type": "null"
          }
        ]
      }
    ]
  },
  "getRecordsByFilter": {
    "type": "object",
    "required": [
      "totalNum",
      "page",
      "callRecordList"
    ],
    "properties": {
      "totalNum": {
        "type": "integer",
        "minimum": 0
      },
      "page": {
        "type": "integer",
        "minimum": 0
      },
      "callRecordList": {
        "type": "array",
        "items": {
          "type": "object",
          "required": [
            "callId",
            "sdkAppId",
            "mediaType",
            "roomId",
            "startCallTs",
            "caller",
            "totalUserNumber",
            "callType",
            "callResult"
          ],
          "properties": {
            "callId": {
              "type": "string",
              "minLength": 1
            },
            "sdkAppId": {
              "type": "integer",
              "minimum": 1
            },
            "mediaType": {
              "type": "string",
              "enum": [
                "audio",
                "video"
              ],
              "open": true
            },
            "roomId": {
              "type": "string"
            },
            "startCallTs": {
              "type": "integer",
              "minimum": 0
            },
            "acceptTs": {
              "type": "integer",
              "minimum": 0
            },
            "endTs": {
              "type": "integer",
              "minimum": 0
            },
            "caller": {
              "type": "string"
            },
            "totalUserNumber": {
              "type": "integer",
              "minimum": 0
            },
            "callType": {
              "type": "string",
              "enum": [
                "single",
                "group"
              ],
              "open": true
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
            "callees": {
              "type": "array",
              "items": {
                "type": "string"
              }
            }
          },
          "closed": true
        }
      }
    },
    "closed": true
  },
  "setCallback": {
    "type": "string"
  },
  "getCallback": {
    "anyOf": [
      {
        "type": "object",
        "required": [
          "address",
          "actions"
        ],
        "properties": {
          "address": {
            "type": "string"
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
      {
        "anyOf": [
          {
            "type": "object",
            "maxProperties": 0
          },
          {
            "type": "string",
            "enum": [
              ""
            ]
          },
          {
            "type": "null"
          }
        ]
      }
    ]
  },
  "updateCallback": {
    "type": "string"
  },
  "deleteCallback": {
    "type": "string"
  }
};

// The codes of every operation.
const common = [50001,70001,70002,70003,70004,70005,70009];

/** The codes that each operation is documented or decided to refuse with. */
export const documentedCodes: Readonly<Record<OperationId, readonly number[]>> = {
  getRecordByCallId: [...common],
  getRecordsByFilter: [...common],
  setCallback: [...common],
  getCallback: [...common, 999],
  updateCallback: [...common, 999],
  deleteCallback: [...common, 999],
};
