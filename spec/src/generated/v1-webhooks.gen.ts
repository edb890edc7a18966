// Made by src/generate/main.ts from v1/webhooks.
// Change that, then run the generate script again.

export const webhooks = {
  "status": {
    "operationId": "callStatus",
    "commands": [
      "cancel",
      "reject",
      "not_answer",
      "normal_end",
      "call_busy",
      "interrupt"
    ],
    "query": {
      "sdkappid": {
        "example": 88888888,
        "required": true
      },
      "command": {
        "example": "normal_end",
        "required": true
      },
      "contenttype": {
        "example": "json",
        "required": true
      },
      "clientip": {
        "example": "127.0.0.1",
        "required": true
      },
      "optplatform": {
        "example": "iOS",
        "required": true
      }
    },
    "members": {
      "UserId": {
        "type": "string",
        "required": false
      },
      "RoomId": {
        "type": "string",
        "required": false
      },
      "TotalNum": {
        "type": "integer",
        "required": false
      },
      "MediaType": {
        "type": "string",
        "required": false,
        "words": [
          "audio",
          "video"
        ]
      },
      "CallType": {
        "type": "string",
        "required": false,
        "words": [
          "single",
          "group"
        ]
      },
      "CallId": {
        "type": "string",
        "required": false
      },
      "Role": {
        "type": "string",
        "required": false,
        "words": [
          "caller",
          "callee"
        ]
      },
      "CallResult": {
        "type": "string",
        "required": false,
        "words": [
          "cancel",
          "reject",
          "not_answer",
          "normal_end",
          "call_busy",
          "interrupt"
        ]
      },
      "EventTime": {
        "type": "integer",
        "required": false
      },
      "StartCallTs": {
        "type": "integer",
        "required": false
      },
      "AcceptTs": {
        "type": "integer",
        "required": false
      },
      "EndTs": {
        "type": "integer",
        "required": false
      }
    },
    "examples": {
      "default": {
        "UserId": "Alice",
        "RoomId": "Alice's Room",
        "TotalNum": 2,
        "MediaType": "audio",
        "CallType": "single",
        "CallId": "aheahfo-eqwnknoihfsd-qweqf",
        "Role": "caller",
        "CallResult": "normal_end",
        "EventTime": 1704856885,
        "StartCallTs": 1704856873,
        "AcceptTs": 1704856876,
        "EndTs": 1704856885
      },
      "not-answered": {
        "UserId": "Alice",
        "RoomId": "Alice's Room",
        "TotalNum": 2,
        "MediaType": "Audio",
        "CallType": "Single",
        "CallId": "aheahfo-eqwnknoihfsd-qweqf",
        "Role": "Caller",
        "CallResult": "Not_answer",
        "EventTime": 1704856885
      },
      "without-call-type": {
        "UserId": "Alice",
        "RoomId": "Alice's Room",
        "TotalNum": 2,
        "MediaType": "audio",
        "CallId": "aheahfo-eqwnknoihfsd-qweqf",
        "Role": "caller",
        "CallResult": "normal_end",
        "EventTime": 1704856885,
        "StartCallTs": 1704856873,
        "AcceptTs": 1704856876,
        "EndTs": 1704856885
      }
    },
    "retryWaitsSeconds": [
      0,
      1,
      1,
      2,
      3,
      5
    ],
    "source": [
      60135,
      60130
    ]
  },
  "event": {
    "operationId": "callEvent",
    "commands": [
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
    "query": {
      "sdkappid": {
        "example": 88888888,
        "required": true
      },
      "command": {
        "example": "caller_start_call",
        "required": true
      },
      "contenttype": {
        "example": "json",
        "required": true
      },
      "clientip": {
        "example": "127.0.0.1",
        "required": true
      },
      "optplatform": {
        "example": "iOS",
        "required": true
      }
    },
    "members": {
      "UserId": {
        "type": "string",
        "required": false
      },
      "RoomId": {
        "type": "string",
        "required": false
      },
      "TotalNum": {
        "type": "integer",
        "required": false
      },
      "MediaType": {
        "type": "string",
        "required": false,
        "words": [
          "audio",
          "video"
        ]
      },
      "CallType": {
        "type": "string",
        "required": false,
        "words": [
          "single",
          "group"
        ]
      },
      "CallId": {
        "type": "string",
        "required": false
      },
      "Role": {
        "type": "string",
        "required": false,
        "words": [
          "caller",
          "callee"
        ]
      },
      "CallResult": {
        "type": "string",
        "required": false,
        "words": [
          "cancel",
          "reject",
          "not_answer",
          "normal_end",
          "call_busy",
          "interrupt"
        ]
      },
      "EventTime": {
        "type": "integer",
        "required": false
      },
      "StartCallTs": {
        "type": "integer",
        "required": false
      },
      "AcceptTs": {
        "type": "integer",
        "required": false
      },
      "EndTs": {
        "type": "integer",
        "required": false
      },
      "Event": {
        "type": "string",
        "required": false,
        "words": [
          "start_call",
          "call_accepted",
          "call_missed",
          "call_rejected",
          "call_busy",
          "cancel_call",
          "call_failed",
          "call_end",
          "call_interrupted",
          "receive_call",
          "accept_call",
          "not_answer_call",
          "reject_call",
          "ignore_call",
          "call_canceled"
        ]
      }
    },
    "examples": {
      "default": {
        "UserId": "Alice",
        "RoomId": "Alice's Room",
        "TotalNum": 2,
        "MediaType": "audio",
        "CallType": "single",
        "CallId": "aheahfo-eqwnknoihfsd-qweqf",
        "Role": "caller",
        "Event": "start_call",
        "CallResult": "",
        "EventTime": 1704856873,
        "StartCallTs": 1704856873
      },
      "printed": {
        "UserId": "Alice",
        "RoomId": "Alice's Room",
        "TotalNum": 2,
        "MediaType": "audio",
        "CallType": "single",
        "CallId": "aheahfo-eqwnknoihfsd-qweqf",
        "Role": "caller",
        "Event": "start_call",
        "CallResult": "",
        "EventTime": 1704695566,
        "StartCallTs": 1704856873,
        "AcceptTs": 1704856876,
        "EndTs": 1704856885
      }
    },
    "retryWaitsSeconds": [
      0,
      1,
      1,
      2,
      3,
      5
    ],
    "source": [
      60135,
      60129
    ]
  }
} as const;
