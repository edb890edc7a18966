// Made by scripts/tables.ts from the bundled contract of @trtc-call/spec.
// Change the contract, then run the generate script again.

import type { OperationId } from '@trtc-call/spec/v4';
import type { Schema } from '../../schema/keywords.ts';

export const requestSchemas: Readonly<Record<OperationId, Schema>> =
  {
  "getCallInfo": {
    "type": "object",
    "required": [
      "CallId"
    ],
    "properties": {
      "CallId": {
        "type": "string",
        "minLength": 1
      }
    },
    "closed": true
  },
  "startCallByRobot": {
    "type": "object",
    "required": [
      "Robot_Account",
      "CalleeList_Account",
      "Timeout",
      "CallInfo"
    ],
    "properties": {
      "Robot_Account": {
        "type": "string"
      },
      "CalleeList_Account": {
        "type": "array",
        "minItems": 1,
        "items": {
          "type": "string"
        }
      },
      "Timeout": {
        "type": "integer",
        "minimum": 10000,
        "maximum": 600000
      },
      "UserData": {
        "type": "string"
      },
      "CallInfo": {
        "type": "object",
        "required": [
          "MediaType"
        ],
        "properties": {
          "MediaType": {
            "type": "string",
            "enum": [
              "Video",
              "Audio"
            ],
            "open": true
          },
          "RoomId": {
            "type": "string"
          },
          "RoomIdType": {
            "type": "integer",
            "minimum": 1,
            "maximum": 2
          }
        },
        "closed": true
      },
      "OfflinePushInfo": {
        "type": "object",
        "properties": {
          "PushFlag": {
            "type": "integer"
          },
          "Title": {
            "type": "string"
          },
          "Desc": {
            "type": "string"
          },
          "Ext": {
            "type": "string"
          }
        },
        "closed": true
      }
    },
    "closed": true
  },
  "endCall": {
    "type": "object",
    "required": [
      "CallId"
    ],
    "properties": {
      "CallId": {
        "type": "string",
        "minLength": 1
      }
    },
    "closed": true
  },
  "getRecordByCallId": {
    "type": "object",
    "required": [
      "CallId"
    ],
    "properties": {
      "CallId": {
        "type": "string",
        "minLength": 1
      }
    },
    "closed": true
  },
  "getRecordsByFilter": {
    "type": "object",
    "properties": {
      "StartTime": {
        "type": "integer"
      },
      "EndTime": {
        "type": "integer",
        "minimum": 0
      },
      "CallResult": {
        "type": "string",
        "enum": [
          "Cancel",
          "Reject",
          "NotAnswer",
          "NormalEnd",
          "CallBusy",
          "Interrupt",
          "Offline"
        ],
        "open": true
      },
      "CallType": {
        "type": "string",
        "enum": [
          "SingleCall",
          "MultiCall"
        ],
        "open": true
      },
      "NumberPerPage": {
        "type": "integer",
        "minimum": 1
      },
      "Page": {
        "type": "integer",
        "minimum": 1
      }
    },
    "closed": true
  },
  "setCallback": {
    "type": "object",
    "required": [
      "Url",
      "CallbackCommandList"
    ],
    "properties": {
      "Url": {
        "type": "string",
        "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://.+$"
      },
      "CallbackCommandList": {
        "type": "array",
        "items": {
          "type": "string",
          "enum": [
            "Call.CallbackAfterStartCall",
            "Call.CallbackAfterEndCall",
            "Call.CallbackAfterMemberChanged"
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
  "deleteCallback": {
    "type": "object",
    "closed": true
  }
};

/** What every answer has, a success and a failure. */
export const envelopeSchema: Schema = {
  "type": "object",
  "required": [
    "ActionStatus",
    "ErrorInfo",
    "ErrorCode",
    "RequestId"
  ],
  "properties": {
    "ActionStatus": {
      "type": "string",
      "enum": [
        "OK",
        "FAIL"
      ]
    },
    "ErrorInfo": {
      "type": "string"
    },
    "ErrorCode": {
      "type": "integer"
    },
    "RequestId": {
      "type": "string"
    },
    "Response": {}
  },
  "closed": true
};

/** The data of a success. */
export const dataSchemas: Readonly<Record<OperationId, Schema>> =
  {
  "getCallInfo": {
    "type": "object",
    "required": [
      "CallInfo",
      "UserList"
    ],
    "properties": {
      "CallInfo": {
        "type": "object",
        "required": [
          "CallId",
          "MediaType"
        ],
        "properties": {
          "CallId": {
            "type": "string",
            "minLength": 1
          },
          "MediaType": {
            "type": "string",
            "enum": [
              "Video",
              "Audio"
            ],
            "open": true
          },
          "ChatGroupId": {
            "type": "string"
          },
          "RoomId": {
            "type": "string"
          },
          "RoomIdType": {
            "anyOf": [
              {
                "type": "integer"
              },
              {
                "type": "string"
              }
            ]
          }
        },
        "closed": true
      },
      "UserList": {
        "type": "array",
        "items": {
          "type": "object",
          "required": [
            "User_Account",
            "Status"
          ],
          "properties": {
            "User_Account": {
              "type": "string"
            },
            "Status": {
              "type": "string",
              "enum": [
                "Calling",
                "Waiting"
              ],
              "open": true
            }
          },
          "closed": true
        }
      }
    },
    "closed": true
  },
  "startCallByRobot": {
    "type": "object",
    "required": [
      "CallId"
    ],
    "properties": {
      "CallId": {
        "type": "string",
        "minLength": 1
      },
      "CallResult": {
        "type": "array",
        "items": {
          "type": "object",
          "required": [
            "Callee_Account",
            "ResultCode"
          ],
          "properties": {
            "Callee_Account": {
              "type": "string"
            },
            "ResultCode": {
              "type": "integer"
            }
          },
          "closed": true
        }
      }
    },
    "closed": true
  },
  "endCall": {
    "type": "object"
  },
  "getRecordByCallId": {
    "type": "object",
    "required": [
      "CallRecord"
    ],
    "properties": {
      "CallRecord": {
        "type": "object",
        "required": [
          "CallId",
          "Caller_Account",
          "MediaType",
          "CallType",
          "StartTime",
          "EndTime",
          "CallResult",
          "CalleeList_Account"
        ],
        "properties": {
          "CallId": {
            "type": "string",
            "minLength": 1
          },
          "Caller_Account": {
            "type": "string"
          },
          "MediaType": {
            "type": "string",
            "enum": [
              "Video",
              "Audio"
            ],
            "open": true
          },
          "CallType": {
            "type": "string",
            "enum": [
              "SingleCall",
              "MultiCall"
            ],
            "open": true
          },
          "StartTime": {
            "type": "integer",
            "minimum": 0
          },
          "EndTime": {
            "type": "integer",
            "minimum": 0
          },
          "AcceptTime": {
            "type": "integer",
            "minimum": 0
          },
          "CallResult": {
            "anyOf": [
              {
                "type": "string",
                "enum": [
                  "Cancel",
                  "Reject",
                  "NotAnswer",
                  "NormalEnd",
                  "CallBusy",
                  "Interrupt",
                  "Offline"
                ],
                "open": true
              },
              {
                "type": "integer"
              }
            ]
          },
          "CalleeList_Account": {
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "RoomId": {
            "type": "string"
          },
          "RoomIdType": {
            "anyOf": [
              {
                "type": "integer"
              },
              {
                "type": "string"
              }
            ]
          }
        },
        "closed": true
      }
    },
    "closed": true
  },
  "getRecordsByFilter": {
    "type": "object",
    "required": [
      "TotalNum",
      "Page",
      "CallRecordList"
    ],
    "properties": {
      "TotalNum": {
        "type": "integer",
        "minimum": 0
      },
      "Page": {
        "type": "integer",
        "minimum": 0
      },
      "CallRecordList": {
        "type": "array",
        "items": {
          "type": "object",
          "required": [
            "CallId",
            "Caller_Account",
            "MediaType",
            "CallType",
            "StartTime",
            "EndTime",
            "CallResult",
            "CalleeList_Account"
          ],
          "properties": {
            "CallId": {
              "type": "string",
              "minLength": 1
            },
            "Caller_Account": {
              "type": "string"
            },
            "MediaType": {
              "type": "string",
              "enum": [
                "Video",
                "Audio"
              ],
              "open": true
            },
            "CallType": {
              "type": "string",
              "enum": [
                "SingleCall",
                "MultiCall"
              ],
              "open": true
            },
            "StartTime": {
              "type": "integer",
              "minimum": 0
            },
            "EndTime": {
              "type": "integer",
              "minimum": 0
            },
            "AcceptTime": {
              "type": "integer",
              "minimum": 0
            },
            "CallResult": {
              "anyOf": [
                {
                  "type": "string",
                  "enum": [
                    "Cancel",
                    "Reject",
                    "NotAnswer",
                    "NormalEnd",
                    "CallBusy",
                    "Interrupt",
                    "Offline"
                  ],
                  "open": true
                },
                {
                  "type": "integer"
                }
              ]
            },
            "CalleeList_Account": {
              "type": "array",
              "items": {
                "type": "string"
              }
            },
            "RoomId": {
              "type": "string"
            },
            "RoomIdType": {
              "anyOf": [
                {
                  "type": "integer"
                },
                {
                  "type": "string"
                }
              ]
            }
          },
          "closed": true
        }
      }
    },
    "closed": true
  },
  "setCallback": {
    "type": "object"
  },
  "getCallback": {
    "type": "object",
    "required": [
      "Url",
      "CallbackCommandList"
    ],
    "properties": {
      "Url": {
        "type": "string"
      },
      "CallbackCommandList": {
        "type": "array",
        "items": {
          "type": "string",
          "enum": [
            "Call.CallbackAfterStartCall",
            "Call.CallbackAfterEndCall",
            "Call.CallbackAfterMemberChanged"
          ],
          "open": true
        }
      }
    },
    "closed": true
  },
  "deleteCallback": {
    "type": "object"
  }
};

// The codes of every operation.
const common = [60002,60003,60004,60005,60006,60007,60008,60009,60010,60011,60012,60013,60014,60015,60016,60017,60018,60019,60020,60021,60025,60026,60027,60028,70001,70003,70009,70013,70014,70016,70020,70050,70051,70107,70169,70398,70399,70402,70404,70500];

/** The codes that each operation is documented or decided to refuse with. */
export const documentedCodes: Readonly<Record<OperationId, readonly number[]>> = {
  getCallInfo: [...common, 101001, 101002, 101004],
  startCallByRobot: [...common, 101001, 101002, 101004],
  endCall: [...common, 101001, 101002, 101004],
  getRecordByCallId: [...common, 101001, 101050],
  getRecordsByFilter: [...common, 101001, 101050],
  setCallback: [...common, 100001, 100002],
  getCallback: [...common, 100001, 100002, 100301],
  deleteCallback: [...common, 100001, 100002],
};
