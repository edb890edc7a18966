// Made by scripts/shapes-module.ts from the bundled contract of @trtc-call/spec.
// Change the contract, then run the generate script again.

import type { OperationId } from '@trtc-call/spec/v1';
import type { Shape } from '../check-shape.ts';

/** What every answer has, a success and a failure. */
export const envelopeShape: Shape = {
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
    }
  }
};

/** The body of each operation, and the `data` of its success. */
export const shapes: Readonly<Record<OperationId, { readonly request: Shape; readonly data: Shape }>> =
  {
  "getRecordByCallId": {
    "request": {
      "type": "object",
      "required": [
        "callId"
      ],
      "properties": {
        "callId": {
          "type": "string",
          "minLength": 1
        }
      }
    },
    "data": {
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
              "anyOf": [
                {
                  "type": "string",
                  "enum": [
                    "audio",
                    "video"
                  ]
                },
                {
                  "type": "string"
                }
              ]
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
              "anyOf": [
                {
                  "type": "string",
                  "enum": [
                    "single",
                    "group"
                  ]
                },
                {
                  "type": "string"
                }
              ]
            },
            "callResult": {
              "anyOf": [
                {
                  "type": "string",
                  "enum": [
                    "cancel",
                    "reject",
                    "not_answer",
                    "normal_end",
                    "call_busy",
                    "interrupt"
                  ]
                },
                {
                  "type": "string"
                }
              ]
            },
            "callees": {
              "type": "array",
              "items": {
                "type": "string"
              }
            }
          }
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
    }
  },
  "getRecordsByFilter": {
    "request": {
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
          ]
        },
        "callType": {
          "type": "string",
          "enum": [
            "single",
            "group"
          ]
        },
        "numberPerPage": {
          "type": "integer",
          "minimum": 1
        },
        "page": {
          "type": "integer",
          "minimum": 1
        }
      }
    },
    "data": {
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
                "anyOf": [
                  {
                    "type": "string",
                    "enum": [
                      "audio",
                      "video"
                    ]
                  },
                  {
                    "type": "string"
                  }
                ]
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
                "anyOf": [
                  {
                    "type": "string",
                    "enum": [
                      "single",
                      "group"
                    ]
                  },
                  {
                    "type": "string"
                  }
                ]
              },
              "callResult": {
                "anyOf": [
                  {
                    "type": "string",
                    "enum": [
                      "cancel",
                      "reject",
                      "not_answer",
                      "normal_end",
                      "call_busy",
                      "interrupt"
                    ]
                  },
                  {
                    "type": "string"
                  }
                ]
              },
              "callees": {
                "type": "array",
                "items": {
                  "type": "string"
                }
              }
            }
          }
        }
      }
    }
  },
  "setCallback": {
    "request": {
      "type": "object",
      "required": [
        "address",
        "actions"
      ],
      "properties": {
        "address": {
          "type": "string",
          "pattern": "^https?://.+$"
        },
        "actions": {
          "type": "array",
          "items": {
            "anyOf": [
              {
                "type": "string",
                "enum": [
                  "cancel",
                  "reject",
                  "not_answer",
                  "normal_end",
                  "call_busy",
                  "interrupt"
                ]
              },
              {
                "type": "string",
                "enum": [
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
                ]
              }
            ]
          }
        }
      }
    },
    "data": {
      "type": "string"
    }
  },
  "getCallback": {
    "request": {
      "type": "object"
    },
    "data": {
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
                "anyOf": [
                  {
                    "anyOf": [
                      {
                        "type": "string",
                        "enum": [
                          "cancel",
                          "reject",
                          "not_answer",
                          "normal_end",
                          "call_busy",
                          "interrupt"
                        ]
                      },
                      {
                        "type": "string",
                        "enum": [
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
                        ]
                      }
                    ]
                  },
                  {
                    "type": "string"
                  }
                ]
              }
            }
          }
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
    }
  },
  "updateCallback": {
    "request": {
      "type": "object",
      "required": [
        "address",
        "actions"
      ],
      "properties": {
        "address": {
          "type": "string",
          "pattern": "^https?://.+$"
        },
        "actions": {
          "type": "array",
          "items": {
            "anyOf": [
              {
                "type": "string",
                "enum": [
                  "cancel",
                  "reject",
                  "not_answer",
                  "normal_end",
                  "call_busy",
                  "interrupt"
                ]
              },
              {
                "type": "string",
                "enum": [
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
                ]
              }
            ]
          }
        }
      }
    },
    "data": {
      "type": "string"
    }
  },
  "deleteCallback": {
    "request": {
      "type": "object"
    },
    "data": {
      "type": "string"
    }
  }
};
