// Made by src/generate/main.ts from v4/webhooks.
// Change that, then run the generate script again.

export const webhooks = {
  "start": {
    "operationId": "callStart",
    "commands": [
      "Call.CallbackAfterStartCall"
    ],
    "query": {
      "SdkAppid": {
        "example": 88888888,
        "required": true
      },
      "CallbackCommand": {
        "example": "Call.CallbackAfterStartCall",
        "required": true
      },
      "contenttype": {
        "example": "json",
        "required": true
      },
      "ClientIP": {
        "example": "127.0.0.1",
        "required": true
      },
      "OptPlatform": {
        "example": "iOS",
        "required": true
      },
      "Sign": {
        "example": "17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061",
        "required": false
      },
      "RequestTime": {
        "example": 1669872112,
        "required": false
      }
    },
    "members": {
      "CallbackCommand": {
        "type": "string",
        "required": false,
        "words": [
          "Call.CallbackAfterStartCall",
          "Call.CallbackAfterEndCall",
          "Call.CallbackAfterMemberChanged"
        ]
      },
      "CallInfo": {
        "type": "object",
        "required": false,
        "members": {
          "CallId": {
            "type": "string",
            "required": false
          },
          "MediaType": {
            "type": "string",
            "required": false,
            "words": [
              "Video",
              "Audio"
            ]
          },
          "CallMediaType": {
            "type": "string",
            "required": false,
            "words": [
              "Video",
              "Audio"
            ]
          },
          "ChatGroupId": {
            "type": "string",
            "required": false
          },
          "RoomId": {
            "type": "string",
            "required": false
          },
          "RoomIdType": {
            "type": "integer",
            "required": false,
            "or": "string"
          }
        }
      },
      "UserList": {
        "type": "array",
        "required": false,
        "items": {
          "type": "object",
          "members": {
            "User_Account": {
              "type": "string",
              "required": false,
              "or": "integer"
            },
            "Status": {
              "type": "string",
              "required": false,
              "words": [
                "Calling",
                "Waiting"
              ]
            }
          }
        }
      },
      "EventTime": {
        "type": "integer",
        "required": false
      }
    },
    "examples": {
      "default": {
        "CallbackCommand": "Call.CallbackAfterStartCall",
        "CallInfo": {
          "CallId": "055662e1-bc8a-469c-a334-1126c8c17d58",
          "MediaType": "Audio",
          "ChatGroupId": "",
          "RoomId": "",
          "RoomIdType": 1
        },
        "UserList": [
          {
            "User_Account": "user1",
            "Status": "Calling"
          },
          {
            "User_Account": "user2",
            "Status": "Waiting"
          }
        ],
        "EventTime": 1740464128807
      },
      "printed": {
        "CallbackCommand": "Call.CallbackAfterStartCall",
        "CallInfo": {
          "CallId": "055662e1-bc8a-469c-a334-1126c8c17d58",
          "CallMediaType": "Audio",
          "ChatGroupId": "",
          "RoomId": "",
          "RoomIdType": 1
        },
        "UserList": [
          {
            "User_Account": 1441152128308348,
            "Status": "Calling"
          },
          {
            "User_Account": 1441152129488899,
            "Status": "Waiting"
          }
        ],
        "EventTime": 1740464128807
      }
    },
    "retryWaitsSeconds": [],
    "source": [
      68933,
      68934,
      68941
    ]
  },
  "end": {
    "operationId": "callEnd",
    "commands": [
      "Call.CallbackAfterEndCall"
    ],
    "query": {
      "SdkAppid": {
        "example": 88888888,
        "required": true
      },
      "CallbackCommand": {
        "example": "Call.CallbackAfterEndCall",
        "required": true
      },
      "contenttype": {
        "example": "json",
        "required": true
      },
      "ClientIP": {
        "example": "127.0.0.1",
        "required": true
      },
      "OptPlatform": {
        "example": "iOS",
        "required": true
      },
      "Sign": {
        "example": "17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061",
        "required": false
      },
      "RequestTime": {
        "example": 1669872112,
        "required": false
      }
    },
    "members": {
      "CallbackCommand": {
        "type": "string",
        "required": false,
        "words": [
          "Call.CallbackAfterStartCall",
          "Call.CallbackAfterEndCall",
          "Call.CallbackAfterMemberChanged"
        ]
      },
      "CallRecord": {
        "type": "object",
        "required": false,
        "members": {
          "CallId": {
            "type": "string",
            "required": false
          },
          "Caller_Account": {
            "type": "string",
            "required": false,
            "or": "integer"
          },
          "MediaType": {
            "type": "string",
            "required": false,
            "words": [
              "Video",
              "Audio"
            ]
          },
          "CallType": {
            "type": "string",
            "required": false,
            "words": [
              "SingleCall",
              "MultiCall"
            ]
          },
          "StartTime": {
            "type": "integer",
            "required": false
          },
          "EndTime": {
            "type": "integer",
            "required": false
          },
          "AcceptTime": {
            "type": "integer",
            "required": false
          },
          "CallResult": {
            "type": "string",
            "required": false,
            "or": "integer",
            "words": [
              "Cancel",
              "Reject",
              "NotAnswer",
              "NormalEnd",
              "CallBusy",
              "Interrupt",
              "Offline"
            ]
          },
          "CalleeList_Account": {
            "type": "array",
            "required": false,
            "items": {
              "type": "string",
              "or": "integer"
            }
          },
          "RoomId": {
            "type": "string",
            "required": false
          },
          "RoomIdType": {
            "type": "integer",
            "required": false,
            "or": "string"
          }
        }
      },
      "EventTime": {
        "type": "integer",
        "required": false
      }
    },
    "examples": {
      "default": {
        "CallbackCommand": "Call.CallbackAfterEndCall",
        "CallRecord": {
          "CallId": "055662e1-bc8a-469c-a334-1126c8c17d58",
          "Caller_Account": "10001",
          "MediaType": "Audio",
          "CallType": "SingleCall",
          "StartTime": 1741231146,
          "EndTime": 1741231296,
          "AcceptTime": 0,
          "CallResult": "NotAnswer",
          "CalleeList_Account": [
            "10001",
            "user2"
          ],
          "RoomId": "roomid-1434",
          "RoomIdType": 2
        },
        "EventTime": 1741231296780
      }
    },
    "retryWaitsSeconds": [],
    "source": [
      68933,
      68934,
      68940
    ]
  },
  "member": {
    "operationId": "callMember",
    "commands": [
      "Call.CallbackAfterMemberChanged"
    ],
    "query": {
      "SdkAppid": {
        "example": 88888888,
        "required": true
      },
      "CallbackCommand": {
        "example": "Call.CallbackAfterMemberChanged",
        "required": true
      },
      "contenttype": {
        "example": "json",
        "required": true
      },
      "ClientIP": {
        "example": "127.0.0.1",
        "required": true
      },
      "OptPlatform": {
        "example": "iOS",
        "required": true
      },
      "Sign": {
        "example": "17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061",
        "required": false
      },
      "RequestTime": {
        "example": 1669872112,
        "required": false
      }
    },
    "members": {
      "CallbackCommand": {
        "type": "string",
        "required": false,
        "words": [
          "Call.CallbackAfterStartCall",
          "Call.CallbackAfterEndCall",
          "Call.CallbackAfterMemberChanged"
        ]
      },
      "CallId": {
        "type": "string",
        "required": false
      },
      "UserList": {
        "type": "array",
        "required": false,
        "items": {
          "type": "object",
          "members": {
            "User_Account": {
              "type": "string",
              "required": false,
              "or": "integer"
            },
            "Status": {
              "type": "string",
              "required": false,
              "words": [
                "Calling",
                "Waiting"
              ]
            }
          }
        }
      },
      "ChangedUserList": {
        "type": "array",
        "required": false,
        "items": {
          "type": "object",
          "members": {
            "User_Account": {
              "type": "string",
              "required": false,
              "or": "integer"
            },
            "ActionType": {
              "type": "string",
              "required": false,
              "words": [
                "Accept",
                "Reject",
                "NotAnswer",
                "HangUp",
                "Join",
                "Offline",
                "Invite",
                "Cancel_Invite"
              ],
              "spellings": {
                "Answer": "Accept",
                "Hang Up": "HangUp",
                "Hangup": "HangUp",
                "Invited": "Invite",
                "Canncel_Invite": "Cancel_Invite"
              }
            }
          }
        }
      },
      "EventTime": {
        "type": "integer",
        "required": false
      }
    },
    "examples": {
      "default": {
        "CallbackCommand": "Call.CallbackAfterMemberChanged",
        "CallId": "055662e1-bc8a-469c-a334-1126c8c17d58",
        "UserList": [
          {
            "User_Account": "user1",
            "Status": "Calling"
          },
          {
            "User_Account": "user2",
            "Status": "Calling"
          }
        ],
        "ChangedUserList": [
          {
            "User_Account": "user2",
            "ActionType": "Accept"
          }
        ],
        "EventTime": 1740464128807
      },
      "printed": {
        "CallbackCommand": "Call.CallbackAfterMemberChanged",
        "CallId": "055662e1-bc8a-469c-a334-1126c8c17d58",
        "UserList": [
          {
            "User_Account": "user1",
            "Status": "Calling"
          },
          {
            "User_Account": "user2",
            "Status": "Calling"
          }
        ],
        "ChangedUserList": [
          {
            "User_Account": "user2",
            "ActionType": "Answer"
          }
        ],
        "EventTime": 1740464128807
      }
    },
    "retryWaitsSeconds": [],
    "source": [
      68933,
      68934,
      69215
    ]
  }
} as const;
