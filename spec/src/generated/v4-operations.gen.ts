// Made by src/generate/main.ts from v4/openapi.yaml and the files it refers to.
// Change that, then run the generate script again.

export const contractVersion = "0.1.0" as const;

export const firstClients = {
  "methods": [
    "calls"
  ],
  "versions": {
    "native": "2.9.0.1230",
    "Web": "4.0.2"
  },
  "source": [
    51019,
    51020
  ]
} as const;

export const servers = {
  "china": "https://console.tim.qq.com",
  "singapore": "https://adminapisgp.im.qcloud.com",
  "seoul": "https://adminapikr.im.qcloud.com",
  "frankfurt": "https://adminapiger.im.qcloud.com",
  "silicon-valley": "https://adminapiusa.im.qcloud.com",
  "jakarta": "https://adminapiidn.im.qcloud.com"
} as const;

export const operations = {
  "getCallInfo": {
    "operationId": "getCallInfo",
    "path": "/v4/call_engine_http_srv/get_call_info",
    "rateLimit": {
      "requests": 200,
      "perSeconds": 1
    },
    "idempotent": true,
    "errors": [
      60002,
      60003,
      60004,
      60005,
      60006,
      60007,
      60008,
      60009,
      60010,
      60011,
      60012,
      60013,
      60014,
      60015,
      60016,
      60017,
      60018,
      60019,
      60020,
      60021,
      60025,
      60026,
      60027,
      60028,
      70001,
      70003,
      70009,
      70013,
      70014,
      70016,
      70020,
      70050,
      70051,
      70107,
      70169,
      70398,
      70399,
      70402,
      70404,
      70500,
      101001,
      101002,
      101004
    ],
    "source": [
      68926,
      68932
    ]
  },
  "startCallByRobot": {
    "operationId": "startCallByRobot",
    "path": "/v4/call_engine_http_srv/start_call_by_robot",
    "rateLimit": {
      "requests": 200,
      "perSeconds": 1
    },
    "idempotent": false,
    "errors": [
      60002,
      60003,
      60004,
      60005,
      60006,
      60007,
      60008,
      60009,
      60010,
      60011,
      60012,
      60013,
      60014,
      60015,
      60016,
      60017,
      60018,
      60019,
      60020,
      60021,
      60025,
      60026,
      60027,
      60028,
      70001,
      70003,
      70009,
      70013,
      70014,
      70016,
      70020,
      70050,
      70051,
      70107,
      70169,
      70398,
      70399,
      70402,
      70404,
      70500,
      101001,
      101002,
      101004
    ],
    "source": [
      68926,
      74505,
      71845
    ]
  },
  "endCall": {
    "operationId": "endCall",
    "path": "/v4/call_engine_http_srv/end_call",
    "rateLimit": {
      "requests": 200,
      "perSeconds": 1
    },
    "idempotent": true,
    "errors": [
      60002,
      60003,
      60004,
      60005,
      60006,
      60007,
      60008,
      60009,
      60010,
      60011,
      60012,
      60013,
      60014,
      60015,
      60016,
      60017,
      60018,
      60019,
      60020,
      60021,
      60025,
      60026,
      60027,
      60028,
      70001,
      70003,
      70009,
      70013,
      70014,
      70016,
      70020,
      70050,
      70051,
      70107,
      70169,
      70398,
      70399,
      70402,
      70404,
      70500,
      101001,
      101002,
      101004
    ],
    "source": [
      68926,
      74506
    ]
  },
  "getRecordByCallId": {
    "operationId": "getRecordByCallId",
    "path": "/v4/call_record_http_srv/get_record_by_callid",
    "rateLimit": {
      "requests": 200,
      "perSeconds": 1
    },
    "idempotent": true,
    "errors": [
      60002,
      60003,
      60004,
      60005,
      60006,
      60007,
      60008,
      60009,
      60010,
      60011,
      60012,
      60013,
      60014,
      60015,
      60016,
      60017,
      60018,
      60019,
      60020,
      60021,
      60025,
      60026,
      60027,
      60028,
      70001,
      70003,
      70009,
      70013,
      70014,
      70016,
      70020,
      70050,
      70051,
      70107,
      70169,
      70398,
      70399,
      70402,
      70404,
      70500,
      101001,
      101050
    ],
    "source": [
      68926,
      68930
    ]
  },
  "getRecordsByFilter": {
    "operationId": "getRecordsByFilter",
    "path": "/v4/call_record_http_srv/get_record_by_filter",
    "rateLimit": {
      "requests": 200,
      "perSeconds": 1
    },
    "idempotent": true,
    "errors": [
      60002,
      60003,
      60004,
      60005,
      60006,
      60007,
      60008,
      60009,
      60010,
      60011,
      60012,
      60013,
      60014,
      60015,
      60016,
      60017,
      60018,
      60019,
      60020,
      60021,
      60025,
      60026,
      60027,
      60028,
      70001,
      70003,
      70009,
      70013,
      70014,
      70016,
      70020,
      70050,
      70051,
      70107,
      70169,
      70398,
      70399,
      70402,
      70404,
      70500,
      101001,
      101050
    ],
    "source": [
      68926,
      68931
    ]
  },
  "setCallback": {
    "operationId": "setCallback",
    "path": "/v4/call_config/set_callback",
    "rateLimit": {
      "requests": 200,
      "perSeconds": 1
    },
    "idempotent": true,
    "errors": [
      60002,
      60003,
      60004,
      60005,
      60006,
      60007,
      60008,
      60009,
      60010,
      60011,
      60012,
      60013,
      60014,
      60015,
      60016,
      60017,
      60018,
      60019,
      60020,
      60021,
      60025,
      60026,
      60027,
      60028,
      70001,
      70003,
      70009,
      70013,
      70014,
      70016,
      70020,
      70050,
      70051,
      70107,
      70169,
      70398,
      70399,
      70402,
      70404,
      70500,
      100001,
      100002
    ],
    "source": [
      68926,
      68938
    ]
  },
  "getCallback": {
    "operationId": "getCallback",
    "path": "/v4/call_config/get_callback",
    "rateLimit": {
      "requests": 200,
      "perSeconds": 1
    },
    "idempotent": true,
    "errors": [
      60002,
      60003,
      60004,
      60005,
      60006,
      60007,
      60008,
      60009,
      60010,
      60011,
      60012,
      60013,
      60014,
      60015,
      60016,
      60017,
      60018,
      60019,
      60020,
      60021,
      60025,
      60026,
      60027,
      60028,
      70001,
      70003,
      70009,
      70013,
      70014,
      70016,
      70020,
      70050,
      70051,
      70107,
      70169,
      70398,
      70399,
      70402,
      70404,
      70500,
      100001,
      100002,
      100301
    ],
    "source": [
      68926,
      68937
    ]
  },
  "deleteCallback": {
    "operationId": "deleteCallback",
    "path": "/v4/call_config/delete_callback",
    "rateLimit": {
      "requests": 200,
      "perSeconds": 1
    },
    "idempotent": true,
    "errors": [
      60002,
      60003,
      60004,
      60005,
      60006,
      60007,
      60008,
      60009,
      60010,
      60011,
      60012,
      60013,
      60014,
      60015,
      60016,
      60017,
      60018,
      60019,
      60020,
      60021,
      60025,
      60026,
      60027,
      60028,
      70001,
      70003,
      70009,
      70013,
      70014,
      70016,
      70020,
      70050,
      70051,
      70107,
      70169,
      70398,
      70399,
      70402,
      70404,
      70500,
      100001,
      100002
    ],
    "source": [
      68926,
      68939
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
      68926
    ]
  },
  "identifier": {
    "name": "identifier",
    "type": "string",
    "documentedPattern": "^[A-Za-z0-9_-]{1,32}$",
    "example": "administrator",
    "source": [
      68926,
      71845,
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
      68926,
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
      68926
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
      68926
    ]
  }
} as const;

export const envelope = {
  "code": "ErrorCode",
  "message": "ErrorInfo",
  "requestId": "RequestId",
  "data": "Response",
  "outcome": {
    "name": "ActionStatus",
    "success": "OK",
    "failure": "FAIL"
  }
} as const;

export const limits = {
  "dataWindow": {
    "value": 7,
    "unit": "days",
    "seconds": 604800,
    "source": [
      68931
    ]
  },
  "backendTimeout": {
    "value": 3,
    "unit": "seconds",
    "seconds": 3,
    "source": [
      68926
    ]
  },
  "signatureWindow": {
    "value": 60,
    "unit": "seconds",
    "seconds": 60,
    "source": [
      118333,
      64412
    ]
  },
  "recordDelay": {
    "value": 5,
    "unit": "seconds",
    "seconds": 5,
    "source": [
      68940
    ]
  },
  "largestPage": {
    "value": 100,
    "unit": "records",
    "source": [
      68931
    ]
  },
  "userDataBytes": {
    "value": 1000,
    "unit": "bytes",
    "field": "UserData",
    "source": [
      74505
    ]
  },
  "defaultPageSize": {
    "value": 10,
    "unit": "records",
    "source": [
      68931
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
  "start": [
    "Call.CallbackAfterStartCall"
  ],
  "end": [
    "Call.CallbackAfterEndCall"
  ],
  "member": [
    "Call.CallbackAfterMemberChanged"
  ]
} as const;
