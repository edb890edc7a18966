// Made by src/generate/main.ts from v1/call-flows.yaml.
// Change that, then run the generate script again.

export const callFlows = {
  "moments": [
    "start",
    "answer",
    "talk",
    "end"
  ],
  "flows": [
    {
      "callType": "single",
      "result": "normal_end",
      "steps": [
        {
          "at": "start",
          "by": "caller",
          "command": "caller_start_call"
        },
        {
          "at": "start",
          "by": "callees",
          "command": "callee_receive_call"
        },
        {
          "at": "answer",
          "by": "callees",
          "command": "callee_accept_call"
        },
        {
          "at": "answer",
          "by": "caller",
          "command": "caller_call_accepted"
        },
        {
          "at": "end",
          "by": "caller",
          "command": "caller_call_end"
        },
        {
          "at": "end",
          "by": "callees",
          "command": "callee_call_end"
        },
        {
          "at": "end",
          "by": "caller",
          "command": "normal_end"
        },
        {
          "at": "end",
          "by": "callees",
          "command": "normal_end"
        }
      ]
    },
    {
      "callType": "single",
      "result": "cancel",
      "steps": [
        {
          "at": "start",
          "by": "caller",
          "command": "caller_start_call"
        },
        {
          "at": "start",
          "by": "callees",
          "command": "callee_receive_call"
        },
        {
          "at": "end",
          "by": "caller",
          "command": "caller_cancel_call"
        },
        {
          "at": "end",
          "by": "callees",
          "command": "callee_call_canceled"
        },
        {
          "at": "end",
          "by": "caller",
          "command": "cancel"
        },
        {
          "at": "end",
          "by": "callees",
          "command": "cancel"
        }
      ]
    },
    {
      "callType": "single",
      "result": "reject",
      "steps": [
        {
          "at": "start",
          "by": "caller",
          "command": "caller_start_call"
        },
        {
          "at": "start",
          "by": "callees",
          "command": "callee_receive_call"
        },
        {
          "at": "end",
          "by": "callees",
          "command": "callee_reject_call"
        },
        {
          "at": "end",
          "by": "caller",
          "command": "caller_call_rejected"
        },
        {
          "at": "end",
          "by": "caller",
          "command": "reject"
        },
        {
          "at": "end",
          "by": "callees",
          "command": "reject"
        }
      ]
    },
    {
      "callType": "single",
      "result": "not_answer",
      "steps": [
        {
          "at": "start",
          "by": "caller",
          "command": "caller_start_call"
        },
        {
          "at": "start",
          "by": "callees",
          "command": "callee_receive_call"
        },
        {
          "at": "end",
          "by": "callees",
          "command": "callee_not_answer_call"
        },
        {
          "at": "end",
          "by": "caller",
          "command": "caller_call_missed"
        },
        {
          "at": "end",
          "by": "caller",
          "command": "not_answer"
        },
        {
          "at": "end",
          "by": "callees",
          "command": "not_answer"
        }
      ]
    },
    {
      "callType": "single",
      "result": "call_busy",
      "steps": [
        {
          "at": "start",
          "by": "caller",
          "command": "caller_start_call"
        },
        {
          "at": "end",
          "by": "callees",
          "command": "callee_ignore_call"
        },
        {
          "at": "end",
          "by": "caller",
          "command": "caller_call_busy"
        },
        {
          "at": "end",
          "by": "caller",
          "command": "call_busy"
        },
        {
          "at": "end",
          "by": "callees",
          "command": "call_busy"
        }
      ]
    },
    {
      "callType": "single",
      "result": "interrupt",
      "steps": [
        {
          "at": "start",
          "by": "caller",
          "command": "caller_start_call"
        },
        {
          "at": "start",
          "by": "callees",
          "command": "callee_receive_call"
        },
        {
          "at": "answer",
          "by": "callees",
          "command": "callee_accept_call"
        },
        {
          "at": "answer",
          "by": "caller",
          "command": "caller_call_accepted"
        },
        {
          "at": "end",
          "by": "caller",
          "command": "caller_call_interrupted"
        },
        {
          "at": "end",
          "by": "callees",
          "command": "callee_call_interrupted"
        },
        {
          "at": "end",
          "by": "caller",
          "command": "interrupt"
        },
        {
          "at": "end",
          "by": "callees",
          "command": "interrupt"
        }
      ]
    },
    {
      "callType": "group",
      "result": "normal_end",
      "steps": [
        {
          "at": "start",
          "by": "caller",
          "command": "caller_start_call"
        },
        {
          "at": "start",
          "by": "callees",
          "command": "callee_receive_call"
        },
        {
          "at": "answer",
          "by": "callees",
          "command": "callee_accept_call"
        },
        {
          "at": "answer",
          "by": "caller",
          "command": "caller_call_accepted"
        },
        {
          "at": "talk",
          "by": "invited",
          "command": "invite_user"
        },
        {
          "at": "talk",
          "by": "invited",
          "command": "callee_receive_call"
        },
        {
          "at": "talk",
          "by": "invited",
          "command": "callee_accept_call"
        },
        {
          "at": "talk",
          "by": "joined",
          "command": "join_in_group_call"
        },
        {
          "at": "end",
          "by": "caller",
          "command": "caller_call_end"
        },
        {
          "at": "end",
          "by": "others",
          "command": "callee_call_end"
        },
        {
          "at": "end",
          "by": "caller",
          "command": "normal_end"
        },
        {
          "at": "end",
          "by": "others",
          "command": "normal_end"
        }
      ]
    }
  ],
  "outside": {
    "caller_call_failed": "no result of a call and no record says that a call has failed, so there is no call to play"
  },
  "source": [
    60129,
    60130,
    60135
  ],
  "decision": [
    "V1-32",
    "V1-38",
    "V1-U-24",
    "V1-U-27",
    "V1-U-46"
  ]
} as const;
