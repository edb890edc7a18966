// Made by scripts/types.ts from the bundled contract of @trtc-call/spec.
// Change the contract, then run the generate script again.

export interface paths {
    "/v4/call_engine_http_srv/get_call_info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get the live status of a call
         * @description Returns who takes part in a call that is going on, and who has not answered yet. A call that is over is refused like one that never was. At most 200 requests a second.
         */
        post: operations["getCallInfo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v4/call_engine_http_srv/start_call_by_robot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Place a call from the server
         * @description Places a call in the name of a user. A repetition rings the callees again. At most 200 requests a second.
         */
        post: operations["startCallByRobot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v4/call_engine_http_srv/end_call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a call
         * @description Ends a call that is going on. A call that is already over is refused like one that never was. At most 200 requests a second.
         */
        post: operations["endCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v4/call_record_http_srv/get_record_by_callid": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get the record of a call
         * @description Returns the record of one call. At most 200 requests a second.
         */
        post: operations["getRecordByCallId"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v4/call_record_http_srv/get_record_by_filter": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get the records that match a filter
         * @description Returns one page of the records of the last 7 days, optionally of a span of time, of one result or of one type only. The records come in no documented order. At most 200 requests a second.
         */
        post: operations["getRecordsByFilter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v4/call_config/set_callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Store the callback configuration
         * @description Says where webhooks are sent and which of them. Each call replaces the whole configuration; the last one counts. At most 200 requests a second.
         */
        post: operations["setCallback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v4/call_config/get_callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read the callback configuration
         * @description Returns where webhooks are sent and which of them. At most 200 requests a second.
         */
        post: operations["getCallback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v4/call_config/delete_callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove the callback configuration
         * @description Removes the stored configuration, so that no webhook is sent any more. At most 200 requests a second.
         */
        post: operations["deleteCallback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        /**
         * @description What a user has done, in every spelling that the pages have: answered, refused, not answered in time, hung up, joined, lost the connection, was invited, or the invitation was taken back.
         * @enum {string}
         */
        ActionType: "Accept" | "Answer" | "Reject" | "NotAnswer" | "HangUp" | "Hang Up" | "Hangup" | "Join" | "Offline" | "Invite" | "Invited" | "Cancel_Invite" | "Canncel_Invite";
        /** @description What is sent after a call is over, with one member or none left in it. */
        CallEndWebhook: {
            /**
             * @description The command word, as in the query.
             * @example Call.CallbackAfterEndCall
             */
            CallbackCommand?: components["schemas"]["CallbackCommand"] | (string & {});
            /**
             * @description The record of the call.
             * @example {}
             */
            CallRecord?: components["schemas"]["WebhookCallRecord"];
            /**
             * @description When it happened, in Unix milliseconds. The sample is dated before its own call.
             * @example 1741231296780
             */
            EventTime?: components["schemas"]["UnixMilliseconds"];
        };
        /** @description The id of a call, given by the service when it is placed. */
        CallId: string;
        /** @description Which call is meant. */
        CallIdRequest: {
            /**
             * @description The id of the call.
             * @example 055662e1-bc8a-469c-a334-1126c8c17d58
             */
            CallId: components["schemas"]["CallId"];
        };
        /** @description A call that is going on. */
        CallInfo: {
            /**
             * @description The id of the call.
             * @example 055662e1-bc8a-469c-a334-1126c8c17d58
             */
            CallId: components["schemas"]["CallId"];
            /**
             * @description Whether it is a video or an audio call; another word than these two is let through.
             * @example Audio
             */
            MediaType: components["schemas"]["MediaType"] | (string & {});
            /**
             * @description The Chat group in which the call was placed, or an empty text.
             * @example
             */
            ChatGroupId?: string;
            /**
             * @description The TRTC room of the call, or an empty text.
             * @example roomid-1234
             */
            RoomId?: string;
            /**
             * @description What kind of id the room has.
             * @example 2
             */
            RoomIdType?: components["schemas"]["RoomIdType"];
        };
        /** @description What is sent after a user has answered, refused, joined, left or was invited. */
        CallMemberWebhook: {
            /**
             * @description The command word, as in the query.
             * @example Call.CallbackAfterMemberChanged
             */
            CallbackCommand?: components["schemas"]["CallbackCommand"] | (string & {});
            /**
             * @description The id of the call.
             * @example 055662e1-bc8a-469c-a334-1126c8c17d58
             */
            CallId?: string;
            /**
             * @description Those who take part now.
             * @example []
             */
            UserList?: components["schemas"]["WebhookUser"][];
            /**
             * @description Those whose part has changed, and how.
             * @example []
             */
            ChangedUserList?: components["schemas"]["ChangedUser"][];
            /**
             * @description When it happened, in Unix milliseconds.
             * @example 1740464128807
             */
            EventTime?: components["schemas"]["UnixMilliseconds"];
        };
        /** @description What is kept of one call. Members that depend on an answer or on a room may be absent; other members than these may occur. */
        CallRecord: {
            /**
             * @description The id of the call.
             * @example 055662e1-bc8a-469c-a334-1126c8c17d58
             */
            CallId: components["schemas"]["CallId"];
            /**
             * @description The user who placed the call.
             * @example user1
             */
            Caller_Account: components["schemas"]["UserAccount"];
            /**
             * @description Whether it was a video or an audio call; another word than these two is let through.
             * @example Audio
             */
            MediaType: components["schemas"]["MediaType"] | (string & {});
            /**
             * @description Whether two users or more took part; another word than these two is let through.
             * @example MultiCall
             */
            CallType: components["schemas"]["CallType"] | (string & {});
            /**
             * @description When the call was placed, in Unix seconds.
             * @example 1739868165
             */
            StartTime: components["schemas"]["UnixSeconds"];
            /**
             * @description When the call ended, in Unix seconds.
             * @example 1740064224
             */
            EndTime: components["schemas"]["UnixSeconds"];
            /**
             * @description When the call was answered, in Unix seconds. 0 in a sample of a call that nobody answered.
             * @example 1739872743
             */
            AcceptTime?: components["schemas"]["UnixSeconds"];
            /**
             * @description How the call ended; another word than those in the list is let through, and an integer, as one table types it.
             * @example NormalEnd
             */
            CallResult: components["schemas"]["CallResult"] | (string & {}) | number;
            /**
             * @description Those who took part. The samples name the caller among them, the name of the member speaks of callees.
             * @example [
             *       "user5"
             *     ]
             */
            CalleeList_Account: components["schemas"]["UserAccount"][];
            /**
             * @description The TRTC room of the call.
             * @example roomid-1234
             */
            RoomId?: string;
            /**
             * @description What kind of id the room has.
             * @example 2
             */
            RoomIdType?: components["schemas"]["RoomIdType"];
        };
        /** @description One page of the records that match a filter. */
        CallRecordPage: {
            /**
             * @description The number of all records that match the filter, over all pages.
             * @example 141
             */
            TotalNum: number;
            /**
             * @description The number of this page; more than 0 says that there are records, and one more is the next page.
             * @example 2
             */
            Page: number;
            /** @description The records of this page, as many as the page size at most. */
            CallRecordList: components["schemas"]["CallRecord"][];
        };
        /**
         * @description How a call ended: given up by the caller, refused, not answered in time, ended after a conversation, callee busy, or broken off. Only the webhook's page lists `Offline`, a user whose heartbeat ceased.
         * @enum {string}
         */
        CallResult: "Cancel" | "Reject" | "NotAnswer" | "NormalEnd" | "CallBusy" | "Interrupt" | "Offline";
        /** @description What is sent after a client has placed a call. */
        CallStartWebhook: {
            /**
             * @description The command word, as in the query.
             * @example Call.CallbackAfterStartCall
             */
            CallbackCommand?: components["schemas"]["CallbackCommand"] | (string & {});
            /**
             * @description The call.
             * @example {}
             */
            CallInfo?: components["schemas"]["WebhookCallInfo"];
            /**
             * @description The caller and those who are called.
             * @example []
             */
            UserList?: components["schemas"]["WebhookUser"][];
            /**
             * @description When it happened, in Unix milliseconds.
             * @example 1740464128807
             */
            EventTime?: components["schemas"]["UnixMilliseconds"];
        };
        /**
         * @description Whether two users or more took part.
         * @enum {string}
         */
        CallType: "SingleCall" | "MultiCall";
        /** @description One user of a call that is going on. */
        CallUser: {
            /**
             * @description The user.
             * @example user1
             */
            User_Account: components["schemas"]["UserAccount"];
            /**
             * @description Whether the user talks or has not answered yet; another word than these two is let through.
             * @example Calling
             */
            Status: components["schemas"]["CallUserStatus"] | (string & {});
        };
        /**
         * @description Whether a user talks (`Calling`) or has not answered yet (`Waiting`).
         * @enum {string}
         */
        CallUserStatus: "Calling" | "Waiting";
        /**
         * @description A word that names a webhook.
         * @enum {string}
         */
        CallbackCommand: "Call.CallbackAfterStartCall" | "Call.CallbackAfterEndCall" | "Call.CallbackAfterMemberChanged";
        /** @description Where webhooks are sent, and which of them. */
        CallbackConfiguration: {
            /**
             * @description The URL to which webhooks are posted.
             * @example http://www.example.com/callback
             */
            Url: string;
            /**
             * @description The command words whose webhooks are sent. Words that are not in the list are let through.
             * @example [
             *       "Call.CallbackAfterStartCall",
             *       "Call.CallbackAfterEndCall",
             *       "Call.CallbackAfterMemberChanged"
             *     ]
             */
            CallbackCommandList: (components["schemas"]["CallbackCommand"] | (string & {}))[];
        };
        /** @description Whether a callee could be called. */
        CalledUser: {
            /**
             * @description The callee.
             * @example jack
             */
            Callee_Account: components["schemas"]["UserAccount"];
            /**
             * @description 0 in the sample; what another number means is not documented.
             * @example 0
             */
            ResultCode: number;
        };
        /** @description A user whose part in the call has changed. */
        ChangedUser: {
            /**
             * @description The user.
             * @example user2
             */
            User_Account?: components["schemas"]["WebhookUserAccount"];
            /**
             * @description What the user has done; another word than those in the list is let through.
             * @example Accept
             */
            ActionType?: components["schemas"]["ActionType"] | (string & {});
        };
        /** @description An empty JSON object. The body may not be left out, although there is nothing to say. */
        EmptyRequest: Record<string, never>;
        /** @description The outcome, 0 for success and any other number for a failure. */
        ErrorCode: number;
        /** @description The reason of a refusal, empty on success. Meant for people, not for programs. */
        ErrorInfo: string;
        /** @description A refused request. The HTTP status is 200 all the same; `ErrorCode` says why. */
        Failure: {
            /**
             * @description The word FAIL.
             * @example FAIL
             * @constant
             */
            ActionStatus: "FAIL";
            /**
             * @description What was refused, in the service's words.
             * @example The lifetime of the UserSig is over.
             */
            ErrorInfo: components["schemas"]["ErrorInfo"];
            /**
             * @description A code other than 0.
             * @example 70001
             */
            ErrorCode: components["schemas"]["ErrorCode"];
            /**
             * @description The id of this request.
             * @example Id-431454f25a44462d8155bdff4fed38cc-O-Seq-19029769
             */
            RequestId: components["schemas"]["RequestId"];
            /**
             * @description Whatever comes with a refusal, or nothing at all; no page says.
             * @example {}
             */
            Response?: {
                [key: string]: unknown;
            } | unknown[] | string | number | boolean | null;
        };
        /** @description A call that is going on. */
        GetCallInfoSuccess: {
            /**
             * @description The word OK.
             * @example OK
             * @constant
             */
            ActionStatus: "OK";
            /**
             * @description Empty.
             * @example
             */
            ErrorInfo: components["schemas"]["ErrorInfo"];
            /**
             * @description 0, since the operation was carried out.
             * @example 0
             */
            ErrorCode: components["schemas"]["SuccessCode"];
            /**
             * @description The id of this request.
             * @example Id-431454f25a44462d8155bdff4fed38cc-O-Seq-19029769
             */
            RequestId: components["schemas"]["RequestId"];
            /** @description The call and those who take part in it. */
            Response: {
                /** @description The call. */
                CallInfo: components["schemas"]["CallInfo"];
                /** @description Those who take part, with the state of each. */
                UserList: components["schemas"]["CallUser"][];
            };
        };
        /** @description The callback configuration of the app. */
        GetCallbackSuccess: {
            /**
             * @description The word OK.
             * @example OK
             * @constant
             */
            ActionStatus: "OK";
            /**
             * @description Empty.
             * @example
             */
            ErrorInfo: components["schemas"]["ErrorInfo"];
            /**
             * @description 0, since the operation was carried out.
             * @example 0
             */
            ErrorCode: components["schemas"]["SuccessCode"];
            /**
             * @description The id of this request.
             * @example Id-431454f25a44462d8155bdff4fed38cc-O-Seq-19029769
             */
            RequestId: components["schemas"]["RequestId"];
            /** @description The stored configuration. */
            Response: components["schemas"]["CallbackConfiguration"];
        };
        /** @description The record of a call. */
        GetRecordByCallIdSuccess: {
            /**
             * @description The word OK.
             * @example OK
             * @constant
             */
            ActionStatus: "OK";
            /**
             * @description Empty.
             * @example
             */
            ErrorInfo: components["schemas"]["ErrorInfo"];
            /**
             * @description 0, since the operation was carried out.
             * @example 0
             */
            ErrorCode: components["schemas"]["SuccessCode"];
            /**
             * @description The id of this request.
             * @example Id-431454f25a44462d8155bdff4fed38cc-O-Seq-19029769
             */
            RequestId: components["schemas"]["RequestId"];
            /** @description The wrapper of the record. */
            Response: {
                /** @description The record. */
                CallRecord: components["schemas"]["CallRecord"];
            };
        };
        /** @description Which records are wanted, and which page of them. */
        GetRecordsByFilterRequest: {
            /**
             * Format: int64
             * @description The earliest start of a call, in Unix seconds, itself included. When absent, 7 days before now; an earlier time is raised to that.
             * @example 1739868165
             */
            StartTime?: number;
            /**
             * @description The latest start of a call, in Unix seconds, itself included. When absent, now.
             * @example 1740064224
             */
            EndTime?: components["schemas"]["UnixSeconds"];
            /**
             * @description Only calls with this result. Shown in a sample, in no table. A word that is not in the list may be asked for.
             * @example NormalEnd
             */
            CallResult?: components["schemas"]["CallResult"] | (string & {});
            /**
             * @description Only calls of this type. Shown in a sample, in no table. A word that is not in the list may be asked for.
             * @example MultiCall
             */
            CallType?: components["schemas"]["CallType"] | (string & {});
            /**
             * @description The number of records on a page, at least 1. The maximum is not documented.
             * @default 10
             * @example 2
             */
            NumberPerPage?: number;
            /**
             * @description The number of the wanted page; the first page is 1.
             * @default 1
             * @example 1
             */
            Page?: number;
        };
        /** @description A page of records. */
        GetRecordsByFilterSuccess: {
            /**
             * @description The word OK.
             * @example OK
             * @constant
             */
            ActionStatus: "OK";
            /**
             * @description Empty.
             * @example
             */
            ErrorInfo: components["schemas"]["ErrorInfo"];
            /**
             * @description 0, since the operation was carried out.
             * @example 0
             */
            ErrorCode: components["schemas"]["SuccessCode"];
            /**
             * @description The id of this request.
             * @example Id-431454f25a44462d8155bdff4fed38cc-O-Seq-19029769
             */
            RequestId: components["schemas"]["RequestId"];
            /** @description The records and where they stand in the list. */
            Response: components["schemas"]["CallRecordPage"];
        };
        /**
         * @description Whether it is a video or an audio call.
         * @enum {string}
         */
        MediaType: "Video" | "Audio";
        /** @description A push message of Chat; other members of Chat's push messages may be given too. */
        OfflinePushInfo: {
            /**
             * @description 0 in the sample; Chat's own pages say what its values mean.
             * @example 0
             */
            PushFlag?: number;
            /**
             * @description The title of the message.
             * @example Incoming call
             */
            Title?: string;
            /**
             * @description The text of the message.
             * @example user1 is calling
             */
            Desc?: string;
            /**
             * @description A text of the app's own that is handed on. A page advises at most 1 kB.
             * @example call
             */
            Ext?: string;
        };
        /**
         * @description The platform of the client whose action led to the webhook, or `RESTAPI` for a server.
         * @enum {string}
         */
        OptPlatform: "RESTAPI" | "Web" | "Android" | "iOS" | "Windows" | "macOS" | "iPad" | "Unknown";
        /** @description The id of the request, to be quoted in a ticket. `Id-`, 32 hexadecimal characters, `-O-Seq-` and a number in the samples. */
        RequestId: string;
        /** @description What kind of call is placed, and in which room. */
        RobotCallInfo: {
            /**
             * @description Whether it is a video or an audio call.
             * @example Audio
             */
            MediaType: components["schemas"]["MediaType"] | (string & {});
            /**
             * @description The TRTC room in which the call takes place.
             * @example roomid-1234
             */
            RoomId?: string;
            /**
             * @description What kind of id the room has, 1 for a number and 2 for a text.
             * @example 2
             */
            RoomIdType?: number;
        };
        /** @description Whether the id of the room is a number (1) or a text (2). A sample of a call without a room has 0; the list of records types it as text, which is accepted as well. */
        RoomIdType: number | string;
        /**
         * Format: int64
         * @description The number of an app, as the console shows it.
         */
        SdkAppId: number;
        /** @description Where webhooks shall be sent, and which of them. */
        SetCallbackRequest: {
            /**
             * @description The URL to which webhooks are posted. It begins with http:// or https://, in capitals too; https is advised.
             * @example http://www.example.com/callback
             */
            Url: string;
            /**
             * @description The command words whose webhooks are wanted.
             * @example [
             *       "Call.CallbackAfterStartCall",
             *       "Call.CallbackAfterEndCall",
             *       "Call.CallbackAfterMemberChanged"
             *     ]
             */
            CallbackCommandList: (components["schemas"]["CallbackCommand"] | (string & {}))[];
        };
        /** @description Who calls whom, and how. */
        StartCallByRobotRequest: {
            /**
             * @description The user in whose name the call is placed. Neither its heartbeat nor whether it is busy is looked at.
             * @example user1
             */
            Robot_Account: components["schemas"]["UserAccount"];
            /**
             * @description Those who are called. How many may be is not documented.
             * @example [
             *       "user5"
             *     ]
             */
            CalleeList_Account: components["schemas"]["UserAccount"][];
            /**
             * @description How long it rings, in milliseconds, from 10000 to 600000.
             * @example 300000
             */
            Timeout: number;
            /**
             * @description A text of the app's own that is handed to the callees, at most 1000 bytes.
             * @example userdata-12345687
             */
            UserData?: string;
            /** @description What kind of call it is. */
            CallInfo: components["schemas"]["RobotCallInfo"];
            /** @description What is pushed to callees who are offline. */
            OfflinePushInfo?: components["schemas"]["OfflinePushInfo"];
        };
        /** @description The call was placed. */
        StartCallByRobotSuccess: {
            /**
             * @description The word OK.
             * @example OK
             * @constant
             */
            ActionStatus: "OK";
            /**
             * @description Empty.
             * @example
             */
            ErrorInfo: components["schemas"]["ErrorInfo"];
            /**
             * @description 0, since the operation was carried out.
             * @example 0
             */
            ErrorCode: components["schemas"]["SuccessCode"];
            /**
             * @description The id of this request.
             * @example Id-431454f25a44462d8155bdff4fed38cc-O-Seq-19029769
             */
            RequestId: components["schemas"]["RequestId"];
            /** @description The id of the call and what became of each callee. The operation's own page shows none, the guide does. */
            Response?: components["schemas"]["StartedCall"];
        };
        /** @description A call that was placed. */
        StartedCall: {
            /**
             * @description The id of the call.
             * @example 055662e1-bc8a-469c-a334-1126c8c17d58
             */
            CallId: components["schemas"]["CallId"];
            /** @description What became of each callee. The name is that of the result of a call, the meaning is another. */
            CallResult?: components["schemas"]["CalledUser"][];
        };
        /** @description The operation was carried out; there is nothing to give back. */
        Success: {
            /**
             * @description The word OK.
             * @example OK
             * @constant
             */
            ActionStatus: "OK";
            /**
             * @description Empty.
             * @example
             */
            ErrorInfo: components["schemas"]["ErrorInfo"];
            /**
             * @description 0, since the operation was carried out.
             * @example 0
             */
            ErrorCode: components["schemas"]["SuccessCode"];
            /**
             * @description The id of this request.
             * @example Id-431454f25a44462d8155bdff4fed38cc-O-Seq-19029769
             */
            RequestId: components["schemas"]["RequestId"];
            /**
             * @description Nothing is stated of it; the samples have none.
             * @example {}
             */
            Response?: Record<string, never>;
        };
        /**
         * @description The code of a success.
         * @constant
         */
        SuccessCode: 0;
        /**
         * Format: int64
         * @description A time as whole milliseconds since 1970-01-01T00:00:00Z.
         */
        UnixMilliseconds: number;
        /**
         * Format: int64
         * @description A time as whole seconds since 1970-01-01T00:00:00Z.
         */
        UnixSeconds: number;
        /** @description The id of a user in the app. */
        UserAccount: string;
        /** @description What the receiver answers; all three members are required, and the outcome is said to be ignored. */
        WebhookAnswer: {
            /**
             * @description The outcome in a word, OK or FAIL.
             * @example OK
             */
            ActionStatus: string;
            /**
             * @description The outcome in words; empty where the webhook was handled.
             * @example
             */
            ErrorInfo: string;
            /**
             * @description 0 when the webhook was handled. No other number is documented.
             * @example 0
             */
            ErrorCode: number;
        };
        /** @description The call that was placed. */
        WebhookCallInfo: {
            /**
             * @description The id of the call.
             * @example 055662e1-bc8a-469c-a334-1126c8c17d58
             */
            CallId?: string;
            /**
             * @description Whether it is a video or an audio call; another word than these two is let through.
             * @example Audio
             */
            MediaType?: components["schemas"]["MediaType"] | (string & {});
            /**
             * @description The same as `MediaType`, in the sample of the page; one of the two comes.
             * @example Audio
             */
            CallMediaType?: components["schemas"]["MediaType"] | (string & {});
            /**
             * @description The Chat group in which the call was placed, or an empty text.
             * @example
             */
            ChatGroupId?: string;
            /**
             * @description The TRTC room of the call, or an empty text.
             * @example roomid-1434
             */
            RoomId?: string;
            /**
             * @description What kind of id the room has; a sample has one beside an empty `RoomId`.
             * @example 2
             */
            RoomIdType?: components["schemas"]["RoomIdType"];
        };
        /** @description The record of the call, as the record operations give it a few seconds later. */
        WebhookCallRecord: {
            /**
             * @description The id of the call.
             * @example 055662e1-bc8a-469c-a334-1126c8c17d58
             */
            CallId?: string;
            /**
             * @description The user who placed the call.
             * @example 10001
             */
            Caller_Account?: components["schemas"]["WebhookUserAccount"];
            /**
             * @description Whether it was a video or an audio call; another word than these two is let through.
             * @example Audio
             */
            MediaType?: components["schemas"]["MediaType"] | (string & {});
            /**
             * @description Whether two users or more took part; another word than these two is let through.
             * @example SingleCall
             */
            CallType?: components["schemas"]["CallType"] | (string & {});
            /**
             * Format: int64
             * @description When the call was placed, in Unix seconds.
             * @example 1741231146
             */
            StartTime?: number;
            /**
             * Format: int64
             * @description When the call ended, in Unix seconds.
             * @example 1741231296
             */
            EndTime?: number;
            /**
             * Format: int64
             * @description When the call was answered, in Unix seconds. 0 in the sample of a call that nobody answered.
             * @example 0
             */
            AcceptTime?: number;
            /**
             * @description How the call ended; another word than those in the list is let through, and an integer, as one table types it.
             * @example NotAnswer
             */
            CallResult?: components["schemas"]["CallResult"] | (string & {}) | number;
            /**
             * @description Those who took part. The sample names the caller among them.
             * @example [
             *       "10001",
             *       "user2"
             *     ]
             */
            CalleeList_Account?: components["schemas"]["WebhookUserAccount"][];
            /**
             * @description The TRTC room of the call.
             * @example roomid-1434
             */
            RoomId?: string;
            /**
             * @description What kind of id the room has.
             * @example 2
             */
            RoomIdType?: components["schemas"]["RoomIdType"];
        };
        /** @description One user of the call. */
        WebhookUser: {
            /**
             * @description The user.
             * @example user1
             */
            User_Account?: components["schemas"]["WebhookUserAccount"];
            /**
             * @description Whether the user talks or has not answered yet; another word than these two is let through.
             * @example Calling
             */
            Status?: components["schemas"]["CallUserStatus"] | (string & {});
        };
        /** @description The id of a user in the app. Text, but for one sample with numbers beyond 2^53; a reader keeps every digit. */
        WebhookUserAccount: string | number;
    };
    responses: never;
    parameters: {
        /**
         * @description The address of the client whose action led to the webhook, as text.
         * @example 127.0.0.1
         */
        clientip: string;
        /**
         * @description The format of the body. There is one value, `json`, in lower case.
         * @example json
         */
        contenttype: "json";
        /**
         * @description The command word of the webhook, as the body repeats it.
         * @example Call.CallbackAfterEndCall
         */
        "end-command": "Call.CallbackAfterEndCall";
        /**
         * @description The Chat account that calls; it must be an administrator of the app. The documented form is at most 32 bytes of `a-z A-Z 0-9 _ -`; nothing says that it is enforced. Name and value are case-sensitive.
         * @example administrator
         */
        identifier: string;
        /**
         * @description The command word of the webhook, as the body repeats it.
         * @example Call.CallbackAfterMemberChanged
         */
        "member-command": "Call.CallbackAfterMemberChanged";
        /**
         * @description The platform of that client. The pages of Call name no values, those of Chat the listed ones; other words are let through.
         * @example iOS
         */
        optplatform: components["schemas"]["OptPlatform"] | (string & {});
        /**
         * @description A new random number for each request, an unsigned 32-bit integer from 0 to 4294967295.
         * @example 99999999
         */
        random: number;
        /**
         * @description When the webhook was signed, in Unix seconds. It comes with `Sign`.
         * @example 1669872112
         */
        "request-time": components["schemas"]["UnixSeconds"];
        /**
         * @description The SDKAppID of the app as the console shows it. The name is case-sensitive.
         * @example 88888888
         */
        sdkappid: components["schemas"]["SdkAppId"];
        /**
         * @description Where the owner of the app has set a token: SHA-256 of the token followed by `RequestTime`, in lower-case hexadecimal digits. No page of Call has it; sister services of the vendor do. The example is that of the token `xxxxyyyy`.
         * @example 17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061
         */
        sign: string;
        /**
         * @description The command word of the webhook, as the body repeats it.
         * @example Call.CallbackAfterStartCall
         */
        "start-command": "Call.CallbackAfterStartCall";
        /**
         * @description The UserSig of `identifier`: a token signed on a server with the secret key of the app, valid from its time for its lifetime in seconds. One token may be used for many calls while it is valid. Declared here and as a security scheme: with the scheme alone, tools call it an undocumented parameter and generated types do not know it.
         * @example eJxVijsPgjAURv-LXTHYIqHQxMHJhcHE4mvD9KI3hlJL6yPG-26COPht3znnBapcxzd0ICGJGUyGTxqNp4YGXOuWDPXe1b5zY9DrS20taZA8ZeO*Bh*WHILMs-SHPLUIkov-sKcTSHiWC4zuYlthFa7HTXGeqp3IQ8I7taSIioPlYbayZp*xObw-vIgzkg__
         */
        usersig: string;
        /**
         * @description The format of the body, always `json`.
         * @example json
         */
        "webhook-contenttype": "json";
        /**
         * @description The app that the webhook is about. A receiver refuses a webhook whose app is not its own.
         * @example 88888888
         */
        "webhook-sdkappid": components["schemas"]["SdkAppId"];
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export interface operations {
    getCallInfo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The call. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallIdRequest"];
            };
        };
        responses: {
            /** @description The outcome, a success or a failure; the service answers every request with this status. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetCallInfoSuccess"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    startCallByRobot: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Who calls whom. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartCallByRobotRequest"];
            };
        };
        responses: {
            /** @description The outcome, a success or a failure; the service answers every request with this status. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartCallByRobotSuccess"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    endCall: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The call. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallIdRequest"];
            };
        };
        responses: {
            /** @description The outcome, a success or a failure; the service answers every request with this status. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Success"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    getRecordByCallId: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The call. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallIdRequest"];
            };
        };
        responses: {
            /** @description The outcome, a success or a failure; the service answers every request with this status. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetRecordByCallIdSuccess"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    getRecordsByFilter: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The filter and the page; an empty object asks for the first page of everything. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["GetRecordsByFilterRequest"];
            };
        };
        responses: {
            /** @description The outcome, a success or a failure; the service answers every request with this status. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetRecordsByFilterSuccess"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    setCallback: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The configuration. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetCallbackRequest"];
            };
        };
        responses: {
            /** @description The outcome, a success or a failure; the service answers every request with this status. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Success"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    getCallback: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description An empty object. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmptyRequest"];
            };
        };
        responses: {
            /** @description The outcome, a success or a failure; the service answers every request with this status. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetCallbackSuccess"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    deleteCallback: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description An empty object. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmptyRequest"];
            };
        };
        responses: {
            /** @description The outcome, a success or a failure; the service answers every request with this status. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Success"] | components["schemas"]["Failure"];
                };
            };
        };
    };
    callStart: {
        parameters: {
            query: {
                /**
                 * @description The app that the webhook is about. A receiver refuses a webhook whose app is not its own.
                 * @example 88888888
                 */
                SdkAppid: components["parameters"]["webhook-sdkappid"];
                /**
                 * @description The command word of the webhook, as the body repeats it.
                 * @example Call.CallbackAfterStartCall
                 */
                CallbackCommand: components["parameters"]["start-command"];
                /**
                 * @description The format of the body, always `json`.
                 * @example json
                 */
                contenttype: components["parameters"]["webhook-contenttype"];
                /**
                 * @description The address of the client whose action led to the webhook, as text.
                 * @example 127.0.0.1
                 */
                ClientIP: components["parameters"]["clientip"];
                /**
                 * @description The platform of that client. The pages of Call name no values, those of Chat the listed ones; other words are let through.
                 * @example iOS
                 */
                OptPlatform: components["parameters"]["optplatform"];
                /**
                 * @description Where the owner of the app has set a token: SHA-256 of the token followed by `RequestTime`, in lower-case hexadecimal digits. No page of Call has it; sister services of the vendor do. The example is that of the token `xxxxyyyy`.
                 * @example 17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061
                 */
                Sign?: components["parameters"]["sign"];
                /**
                 * @description When the webhook was signed, in Unix seconds. It comes with `Sign`.
                 * @example 1669872112
                 */
                RequestTime?: components["parameters"]["request-time"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The call, and what happened. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallStartWebhook"];
            };
        };
        responses: {
            /** @description The receiver's word on whether it handled the webhook. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookAnswer"];
                };
            };
        };
    };
    callEnd: {
        parameters: {
            query: {
                /**
                 * @description The app that the webhook is about. A receiver refuses a webhook whose app is not its own.
                 * @example 88888888
                 */
                SdkAppid: components["parameters"]["webhook-sdkappid"];
                /**
                 * @description The command word of the webhook, as the body repeats it.
                 * @example Call.CallbackAfterEndCall
                 */
                CallbackCommand: components["parameters"]["end-command"];
                /**
                 * @description The format of the body, always `json`.
                 * @example json
                 */
                contenttype: components["parameters"]["webhook-contenttype"];
                /**
                 * @description The address of the client whose action led to the webhook, as text.
                 * @example 127.0.0.1
                 */
                ClientIP: components["parameters"]["clientip"];
                /**
                 * @description The platform of that client. The pages of Call name no values, those of Chat the listed ones; other words are let through.
                 * @example iOS
                 */
                OptPlatform: components["parameters"]["optplatform"];
                /**
                 * @description Where the owner of the app has set a token: SHA-256 of the token followed by `RequestTime`, in lower-case hexadecimal digits. No page of Call has it; sister services of the vendor do. The example is that of the token `xxxxyyyy`.
                 * @example 17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061
                 */
                Sign?: components["parameters"]["sign"];
                /**
                 * @description When the webhook was signed, in Unix seconds. It comes with `Sign`.
                 * @example 1669872112
                 */
                RequestTime?: components["parameters"]["request-time"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The call, and what happened. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallEndWebhook"];
            };
        };
        responses: {
            /** @description The receiver's word on whether it handled the webhook. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookAnswer"];
                };
            };
        };
    };
    callMember: {
        parameters: {
            query: {
                /**
                 * @description The app that the webhook is about. A receiver refuses a webhook whose app is not its own.
                 * @example 88888888
                 */
                SdkAppid: components["parameters"]["webhook-sdkappid"];
                /**
                 * @description The command word of the webhook, as the body repeats it.
                 * @example Call.CallbackAfterMemberChanged
                 */
                CallbackCommand: components["parameters"]["member-command"];
                /**
                 * @description The format of the body, always `json`.
                 * @example json
                 */
                contenttype: components["parameters"]["webhook-contenttype"];
                /**
                 * @description The address of the client whose action led to the webhook, as text.
                 * @example 127.0.0.1
                 */
                ClientIP: components["parameters"]["clientip"];
                /**
                 * @description The platform of that client. The pages of Call name no values, those of Chat the listed ones; other words are let through.
                 * @example iOS
                 */
                OptPlatform: components["parameters"]["optplatform"];
                /**
                 * @description Where the owner of the app has set a token: SHA-256 of the token followed by `RequestTime`, in lower-case hexadecimal digits. No page of Call has it; sister services of the vendor do. The example is that of the token `xxxxyyyy`.
                 * @example 17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061
                 */
                Sign?: components["parameters"]["sign"];
                /**
                 * @description When the webhook was signed, in Unix seconds. It comes with `Sign`.
                 * @example 1669872112
                 */
                RequestTime?: components["parameters"]["request-time"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The call, and what happened. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallMemberWebhook"];
            };
        };
        responses: {
            /** @description The receiver's word on whether it handled the webhook. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookAnswer"];
                };
            };
        };
    };
}
