// Made by src/generate/main.ts from v1/openapi.yaml and the files it refers to.
// Change that, then run the generate script again.

export const contractVersion = "1.0.0" as const;

export const firstClients = {
  "methods": [
    "call",
    "groupCall",
    "joinInGroupCall"
  ],
  "versions": {
    "native": "1.7.1",
    "Web": "1.4.6",
    "WeChat Mini Program": "1.5.1"
  },
  "source": [
    60138,
    60130,
    51019,
    51020
  ]
} as const;

export const servers = {
  "intl": "https://callkit-intl.trtc.tencent-cloud.com",
  "china": "https://callkit.trtc.tencent-cloud.com"
} as const;

export const operations = {
  "getRecordByCallId": {
    "operationId": "getRecordByCallId",
    "path": "/v1/records/get_record_by_callId",
    "rateLimit": {
      "requests": 20,
      "perSeconds": 1
    },
    "idempotent": true,
    "errors": [
      50001,
      70001,
      70002,
      70003,
      70004,
      70005,
      70009
    ],
    "source": [
      60138,
      60137
    ]
  },
  "getRecordsByFilter": {
    "operationId": "getRecordsByFilter",
    "path": "/v1/records/get_records_by_filter",
    "rateLimit": {
      "requests": 200,
      "perSeconds": 1
    },
    "idempotent": true,
    "errors": [
      50001,
      70001,
      70002,
      70003,
      70004,
      70005,
      70009
    ],
    "source": [
      60138,
      60136
    ]
  },
  "setCallback": {
    "operationId": "setCallback",
    "path": "/v1/callback/set",
    "rateLimit": {
      "requests": 10,
      "perSeconds": 1
    },
    "idempotent": true,
    "errors": [
      50001,
      70001,
      70002,
      70003,
      70004,
      70005,
      70009
    ],
    "source": [
      60138,
      60134
    ]
  },
  "getCallback": {
    "operationId": "getCallback",
    "path": "/v1/callback/get",
    "rateLimit": {
      "requests": 10,
      "perSeconds": 1
    },
    "idempotent": true,
    "errors": [
      999,
      50001,
      70001,
      70002,
      70003,
      70004,
      70005,
      70009
    ],
    "source": [
      60138,
      60133
    ]
  },
  "updateCallback": {
    "operationId": "updateCallback",
    "path": "/v1/callback/update",
    "rateLimit": {
      "requests": 10,
      "perSeconds": 1
    },
    "idempotent": true,
    "errors": [
      999,
      50001,
      70001,
      70002,
      70003,
      70004,
      70005,
      70009
    ],
    "source": [
      60138,
      60132
    ]
  },
  "deleteCallback": {
    "operationId": "deleteCallback",
    "path": "/v1/callback/delete",
    "rateLimit": {
      "requests": 10,
      "perSeconds": 1
    },
    "idempotent": true,
    "errors": [
      999,
      50001,
      70001,
      70002,
      70003,
      70004,
      70005,
      70009
    ],
    "source": [
      60138,
      60131
    ]
  }
} as const;

export const queryParameters = {
  "sdkappid": {
    "name": "sdkappid",
    "type": "integer",
    "minimum": 1,
    "example": 88888888,
    "source": [
      60138
    ]
  },
  "identifier": {
    "name": "identifier",
    "type": "string",
    "documentedPattern": "^[A-Za-z0-9_-]{1,32}$",
    "example": "administrator",
    "source": [
      60138,
      33517,
      34385
    ]
  },
  "usersig": {
    "name": "usersig",
    "type": "string",
    "pattern": "^[A-Za-z0-9*_-]+$",
    "example": "eJxVijsPgjAURv-LXTHYIqHQxMHJhcHE4mvD9KI3hlJL6yPG-26COPht3znnBapcxzd0ICGJGUyGTxqNp4YGXOuWDPXe1b5zY9DrS20taZA8ZeO*Bh*WHILMs-SHPLUIkov-sKcTSHiWC4zuYlthFa7HTXGeqp3IQ8I7taSIioPlYbayZp*xObw-vIgzkg__",
    "source": [
      60138,
      "tls-sig-api-v2"
    ]
  },
  "random": {
    "name": "random",
    "type": "integer",
    "minimum": 0,
    "maximum": 4294967295,
    "example": 99999999,
    "source": [
      60138
    ]
  },
  "contenttype": {
    "name": "contenttype",
    "type": "string",
    "words": [
      "json"
    ],
    "example": "json",
    "source": [
      60138
    ]
  }
} as const;

export const envelope = {
  "code": "errorCode",
  "message": "errorMessage",
  "requestId": "requestId",
  "data": "data"
} as const;

export const limits = {
  "dataWindow": {
    "value": 7,
    "unit": "days",
    "seconds": 604800,
    "source": [
      60138
    ]
  },
  "backendTimeout": {
    "value": 3,
    "unit": "seconds",
    "seconds": 3,
    "source": [
      60138
    ]
  },
  "defaultPageSize": {
    "value": 100,
    "unit": "records",
    "source": [
      60136
    ]
  }
} as const;

export const userSig = {
  "algorithm": "HMAC-SHA256",
  "version": "2.0",
  "versionMember": "TLS.ver",
  "signedMembers": {
    "identifier": "TLS.identifier",
    "sdkAppId": "TLS.sdkappid",
    "time": "TLS.time",
    "lifetimeSeconds": "TLS.expire",
    "userBuf": "TLS.userbuf"
  },
  "optionalMembers": [
    "userBuf"
  ],
  "signatureMember": "TLS.sig",
  "compression": "zlib",
  "letters": {
    "+": "*",
    "/": "-",
    "=": "_"
  },
  "lifetimes": {
    "default": {
      "value": 180,
      "unit": "days",
      "source": [
        39074,
        "tls-sig-api-v2"
      ]
    },
    "maximum": {
      "value": 10,
      "unit": "years",
      "source": [
        34456
      ]
    },
    "advised": {
      "value": 2,
      "unit": "months",
      "source": [
        34456
      ]
    },
    "advisedLeast": {
      "value": 24,
      "unit": "hours",
      "source": [
        34348
      ]
    }
  },
  "source": [
    34385,
    "tls-sig-api-v2"
  ]
} as const;

export const commandWords = {
  "status": [
    "cancel",
    "reject",
    "not_answer",
    "normal_end",
    "call_busy",
    "interrupt"
  ],
  "event": [
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
} as const;
