// Made by scripts/types.ts from the bundled contract of @trtc-call/spec.
// Change the contract, then run the generate script again.

export interface paths {
    "/v1/records/get_record_by_callId": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get the record of one call
         * @description Returns what is kept of the call with this id. Calls of the last 7 days can be asked for. At most 20 requests a second.
         */
        post: operations["getRecordByCallId"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/records/get_records_by_filter": {
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
         * @description Returns one page of the records of calls that began between two times, optionally of one result or one type only. Calls of the last 7 days can be asked for. The records come in no documented order. At most 200 requests a second.
         */
        post: operations["getRecordsByFilter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/callback/set": {
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
         * @description Says where webhooks are sent and which of them. Each call replaces the whole configuration; the last one counts. At most 10 requests a second.
         */
        post: operations["setCallback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/callback/get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get the callback configuration
         * @description Returns where webhooks are sent and which of them. At most 10 requests a second.
         */
        post: operations["getCallback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/callback/update": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the callback configuration
         * @description Replaces the stored configuration; both fields are required. Refused with 999 where nothing is stored. At most 10 requests a second.
         */
        post: operations["updateCallback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/callback/delete": {
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
         * @description Removes the stored configuration, so that no webhook is sent any more. Repeating it changes nothing, but the repetition may be refused with 999. At most 10 requests a second.
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
         * @description What happened in the call, without the prefix of the command word. `call_end` and `call_interrupted` occur on both sides, so only `Role` tells them apart.
         * @enum {string}
         */
        CallEvent: "start_call" | "call_accepted" | "call_missed" | "call_rejected" | "call_busy" | "cancel_call" | "call_failed" | "call_end" | "call_interrupted" | "receive_call" | "accept_call" | "not_answer_call" | "reject_call" | "ignore_call" | "call_canceled";
        /**
         * @description The command words of the call event family, sent after a step of a call.
         * @enum {string}
         */
        CallEventCommand: "caller_start_call" | "caller_call_accepted" | "caller_call_missed" | "caller_call_rejected" | "caller_call_busy" | "caller_cancel_call" | "caller_call_failed" | "caller_call_end" | "caller_call_interrupted" | "callee_receive_call" | "callee_accept_call" | "callee_not_answer_call" | "callee_reject_call" | "callee_ignore_call" | "callee_call_canceled" | "callee_call_end" | "callee_call_interrupted" | "invite_user" | "join_in_group_call";
        /** @description What is sent after a step of a call, such as a ring, an answer or a hang-up. */
        CallEventWebhook: {
            /**
             * @description The operating user, in the vendor's words. That the webhook is about the side of this user is our reading.
             * @example Alice
             */
            UserId?: components["schemas"]["UserId"];
            /**
             * @description The id of the room, as text.
             * @example Alice's Room
             */
            RoomId?: string;
            /**
             * @description The number of participants.
             * @example 2
             */
            TotalNum?: number;
            /**
             * @description Whether it is an audio or a video call.
             * @example audio
             */
            MediaType?: components["schemas"]["MediaType"] | (string & {});
            /**
             * @description Whether two users or a group take part.
             * @example single
             */
            CallType?: components["schemas"]["CallType"] | (string & {});
            /**
             * @description The id of the call.
             * @example aheahfo-eqwnknoihfsd-qweqf
             */
            CallId?: string;
            /**
             * @description The side on which UserId stands.
             * @example caller
             */
            Role?: components["schemas"]["CallRole"] | (string & {});
            /**
             * @description How the call ended; an empty string while it has not ended.
             * @example normal_end
             */
            CallResult?: components["schemas"]["CallResult"] | (string & {});
            /**
             * Format: int64
             * @description When it happened, in Unix seconds (not milliseconds).
             * @example 1704856885
             */
            EventTime?: number;
            /**
             * Format: int64
             * @description When the call was placed, in Unix seconds; said to be sent with normal_end only.
             * @example 1704856873
             */
            StartCallTs?: number;
            /**
             * Format: int64
             * @description When the call was answered, in Unix seconds; said to be sent with normal_end only.
             * @example 1704856876
             */
            AcceptTs?: number;
            /**
             * Format: int64
             * @description When the call ended, in Unix seconds; said to be sent with normal_end only.
             * @example 1704856885
             */
            EndTs?: number;
            /**
             * @description What happened.
             * @example start_call
             */
            Event?: components["schemas"]["CallEvent"] | (string & {});
        };
        /** @description What is kept of one call. Members that depend on an answer (`acceptTs`, `endTs`) and `callees`, which no table row states, may be absent; other members than these may occur. */
        CallRecord: {
            /**
             * @description The id of the call.
             * @example 2ae7d549-c441-4a9b-87c0-61810fe19582
             */
            callId: string;
            /**
             * @description The app in which the call took place.
             * @example 88888888
             */
            sdkAppId: components["schemas"]["SdkAppId"];
            /**
             * @description Whether it was an audio or a video call; another word than these two is let through.
             * @example video
             */
            mediaType: components["schemas"]["MediaType"] | (string & {});
            /**
             * @description The id of the room in which the call took place, as text.
             * @example 123456
             */
            roomId: string;
            /**
             * @description When the call was placed, in Unix seconds.
             * @example 1688705638
             */
            startCallTs: components["schemas"]["UnixSeconds"];
            /**
             * @description When the call was answered, in Unix seconds. Nothing is said of a call that nobody answered.
             * @example 1688705641
             */
            acceptTs?: components["schemas"]["UnixSeconds"];
            /**
             * @description When the call ended, in Unix seconds.
             * @example 1688705668
             */
            endTs?: components["schemas"]["UnixSeconds"];
            /**
             * @description The user who placed the call.
             * @example alice
             */
            caller: components["schemas"]["UserId"];
            /**
             * @description The number of participants, the caller included.
             * @example 2
             */
            totalUserNumber: number;
            /**
             * @description Whether two users or a group took part; another word than these two is let through.
             * @example single
             */
            callType: components["schemas"]["CallType"] | (string & {});
            /**
             * @description How the call ended. Words that are not in the list are let through; `offline` has been printed.
             * @example normal_end
             */
            callResult: components["schemas"]["CallResult"] | (string & {});
            /**
             * @description The users who were called.
             * @example [
             *       "bob1"
             *     ]
             */
            callees?: components["schemas"]["UserId"][];
        };
        /** @description One page of the records that match a filter. */
        CallRecordPage: {
            /**
             * @description The number of all records that match the filter, over all pages.
             * @example 3
             */
            totalNum: number;
            /**
             * @description The number of this page; the first page is 1.
             * @example 1
             */
            page: number;
            /** @description The records of this page, as many as the page size at most; empty past the last page. */
            callRecordList: components["schemas"]["CallRecord"][];
        };
        /**
         * @description How a call ended: given up by the caller, refused, not answered in time, ended after a conversation, callee busy, or broken off.
         * @enum {string}
         */
        CallResult: "cancel" | "reject" | "not_answer" | "normal_end" | "call_busy" | "interrupt";
        /**
         * @description The side of the call on which the user stands.
         * @enum {string}
         */
        CallRole: "caller" | "callee";
        /**
         * @description The command words of the call status family, sent after a call has ended.
         * @enum {string}
         */
        CallStatusCommand: "cancel" | "reject" | "not_answer" | "normal_end" | "call_busy" | "interrupt";
        /** @description What is sent after a call has ended; that each side gets one of its own is our reading. Of a group call only `normal_end` is ever sent. */
        CallStatusWebhook: {
            /**
             * @description The operating user, in the vendor's words. That the webhook is about the side of this user is our reading.
             * @example Alice
             */
            UserId?: components["schemas"]["UserId"];
            /**
             * @description The id of the room, as text.
             * @example Alice's Room
             */
            RoomId?: string;
            /**
             * @description The number of participants.
             * @example 2
             */
            TotalNum?: number;
            /**
             * @description Whether it is an audio or a video call.
             * @example audio
             */
            MediaType?: components["schemas"]["MediaType"] | (string & {});
            /**
             * @description Whether two users or a group take part.
             * @example single
             */
            CallType?: components["schemas"]["CallType"] | (string & {});
            /**
             * @description The id of the call.
             * @example aheahfo-eqwnknoihfsd-qweqf
             */
            CallId?: string;
            /**
             * @description The side on which UserId stands.
             * @example caller
             */
            Role?: components["schemas"]["CallRole"] | (string & {});
            /**
             * @description How the call ended; an empty string while it has not ended.
             * @example normal_end
             */
            CallResult?: components["schemas"]["CallResult"] | (string & {});
            /**
             * Format: int64
             * @description When it happened, in Unix seconds (not milliseconds).
             * @example 1704856885
             */
            EventTime?: number;
            /**
             * Format: int64
             * @description When the call was placed, in Unix seconds; said to be sent with normal_end only.
             * @example 1704856873
             */
            StartCallTs?: number;
            /**
             * Format: int64
             * @description When the call was answered, in Unix seconds; said to be sent with normal_end only.
             * @example 1704856876
             */
            AcceptTs?: number;
            /**
             * Format: int64
             * @description When the call ended, in Unix seconds; said to be sent with normal_end only.
             * @example 1704856885
             */
            EndTs?: number;
        };
        /**
         * @description `single` is a call between two users, `group` a group call.
         * @enum {string}
         */
        CallType: "single" | "group";
        /** @description The command words whose webhooks are wanted. A word that is not in the list may be asked for. */
        CallbackActions: (components["schemas"]["CallbackCommand"] | (string & {}))[];
        /** @description The URL of the receiver. It begins with http:// or https://, in capitals too; https is advised. */
        CallbackAddress: string;
        /** @description A command word of either webhook family; each one that is listed switches on the delivery of that webhook. */
        CallbackCommand: components["schemas"]["CallStatusCommand"] | components["schemas"]["CallEventCommand"];
        /** @description Where webhooks are sent, and which of them. */
        CallbackConfiguration: {
            /**
             * @description The URL to which webhooks are posted.
             * @example http://www.example.com/callback
             */
            address: string;
            /**
             * @description The command words whose webhooks are sent. Words that are not in the list are let through.
             * @example [
             *       "call_busy",
             *       "normal_end",
             *       "caller_start_call",
             *       "invite_user",
             *       "callee_reject_call"
             *     ]
             */
            actions: (components["schemas"]["CallbackCommand"] | (string & {}))[];
        };
        /** @description What comes back with HTTP status 200, success or failure. `errorCode` tells them apart. */
        DeleteCallbackAnswer: components["schemas"]["DeleteCallbackSuccess"] | components["schemas"]["Failure"];
        /** @description The callback configuration was removed. */
        DeleteCallbackSuccess: {
            /**
             * @description 0, since the operation was carried out.
             * @example 0
             */
            errorCode: components["schemas"]["SuccessCode"];
            /**
             * @description The word Success.
             * @example Success
             */
            errorMessage: components["schemas"]["ErrorMessage"];
            /**
             * @description The id of this request.
             * @example 5b0fa500064397cad3554506e27e18e1
             */
            requestId: components["schemas"]["RequestId"];
            /**
             * @description An empty string.
             * @example
             */
            data: string;
        };
        /** @description An empty JSON object. The body may not be left out, although there is nothing to say. */
        EmptyRequest: Record<string, never>;
        /** @description The outcome: 0 for success, any other number for a failure. Both documented types are accepted, a number and the same number as text. */
        ErrorCode: number | string;
        /** @description The outcome in words, `Success` where it is one. Meant for people, not for programs. */
        ErrorMessage: string;
        /** @description A refused request. The HTTP status is 200 all the same; `errorCode` says why. */
        Failure: {
            /**
             * @description A code other than 0.
             * @example 70003
             */
            errorCode: components["schemas"]["ErrorCode"];
            /**
             * @description What was refused, in the service's words.
             * @example The lifetime of the UserSig is over.
             */
            errorMessage: components["schemas"]["ErrorMessage"];
            /**
             * @description The id of this request.
             * @example 9f01db503f2006ad10c45f4f4609e38d
             */
            requestId: components["schemas"]["RequestId"];
            /**
             * @description Whatever comes with a refusal, or nothing at all; no page says.
             * @example {}
             */
            data?: {
                [key: string]: unknown;
            } | unknown[] | string | number | boolean | null;
        };
        /** @description What comes back with HTTP status 200, success or failure. `errorCode` tells them apart. */
        GetCallbackAnswer: components["schemas"]["GetCallbackSuccess"] | components["schemas"]["Failure"];
        /** @description The callback configuration of the app. */
        GetCallbackSuccess: {
            /**
             * @description 0, since the operation was carried out.
             * @example 0
             */
            errorCode: components["schemas"]["SuccessCode"];
            /**
             * @description The word Success.
             * @example Success
             */
            errorMessage: components["schemas"]["ErrorMessage"];
            /**
             * @description The id of this request.
             * @example 5b0fa500064397cad3554506e27e18e1
             */
            requestId: components["schemas"]["RequestId"];
            /** @description The stored configuration; empty where the service answers a missing one with a success. */
            data: components["schemas"]["CallbackConfiguration"] | components["schemas"]["NoData"];
        };
        /** @description What comes back with HTTP status 200, success or failure. `errorCode` tells them apart. */
        GetRecordByCallIdAnswer: components["schemas"]["GetRecordByCallIdSuccess"] | components["schemas"]["Failure"];
        /** @description Names the call. */
        GetRecordByCallIdRequest: {
            /**
             * @description The id of the call, at least one character.
             * @example 2ae7d549-c441-4a9b-87c0-61810fe19582
             */
            callId: string;
        };
        /** @description The record of one call. */
        GetRecordByCallIdSuccess: {
            /**
             * @description 0, since the operation was carried out.
             * @example 0
             */
            errorCode: components["schemas"]["SuccessCode"];
            /**
             * @description The word Success.
             * @example Success
             */
            errorMessage: components["schemas"]["ErrorMessage"];
            /**
             * @description The id of this request.
             * @example 5b0fa500064397cad3554506e27e18e1
             */
            requestId: components["schemas"]["RequestId"];
            /** @description The record of the call; empty where the service answers a missing record with a success. */
            data: components["schemas"]["CallRecord"] | components["schemas"]["NoData"];
        };
        /** @description What comes back with HTTP status 200, success or failure. `errorCode` tells them apart. */
        GetRecordsByFilterAnswer: components["schemas"]["GetRecordsByFilterSuccess"] | components["schemas"]["Failure"];
        /** @description Which records are wanted, and which page of them. */
        GetRecordsByFilterRequest: {
            /**
             * @description The earliest start of a call, in Unix seconds, itself included.
             * @example 1688705638
             */
            startTimestamp: components["schemas"]["UnixSeconds"];
            /**
             * @description The latest start of a call, in Unix seconds, itself included. When absent, startTimestamp plus 7 days.
             * @example 1688792038
             */
            endTimestamp?: components["schemas"]["UnixSeconds"];
            /**
             * @description Only calls with this result. When absent, calls with any result. A word that is not in the list may be asked for.
             * @example normal_end
             */
            callResult?: components["schemas"]["CallResult"] | (string & {});
            /**
             * @description Only calls of this type. When absent, calls of either type. A word that is not in the list may be asked for.
             * @example single
             */
            callType?: components["schemas"]["CallType"] | (string & {});
            /**
             * @description The number of records on a page, at least 1. The maximum is not documented.
             * @default 100
             * @example 20
             */
            numberPerPage?: number;
            /**
             * @description The number of the wanted page; the first page is 1.
             * @default 1
             * @example 1
             */
            page?: number;
        };
        /** @description One page of call records. */
        GetRecordsByFilterSuccess: {
            /**
             * @description 0, since the operation was carried out.
             * @example 0
             */
            errorCode: components["schemas"]["SuccessCode"];
            /**
             * @description The word Success.
             * @example Success
             */
            errorMessage: components["schemas"]["ErrorMessage"];
            /**
             * @description The id of this request.
             * @example 5b0fa500064397cad3554506e27e18e1
             */
            requestId: components["schemas"]["RequestId"];
            /** @description The asked page of the matching records. */
            data: components["schemas"]["CallRecordPage"];
        };
        /**
         * @description What a call carries.
         * @enum {string}
         */
        MediaType: "audio" | "video";
        /** @description An empty `data`, which a success may carry where there is nothing to give back. */
        NoData: Record<string, never> | "" | null;
        /**
         * @description The platform of the client whose action led to the webhook.
         * @enum {string}
         */
        OptPlatform: "iOS" | "Android" | "Web" | "miniProgram";
        /** @description The id of the request, to be quoted in a ticket. 32 hexadecimal characters in the samples; the type integer, which one page states, is accepted as well. */
        RequestId: string | number;
        /**
         * Format: int64
         * @description The number of an app, as the console shows it.
         */
        SdkAppId: number;
        /** @description What comes back with HTTP status 200, success or failure. `errorCode` tells them apart. */
        SetCallbackAnswer: components["schemas"]["SetCallbackSuccess"] | components["schemas"]["Failure"];
        /** @description The configuration to store; a former one is replaced. */
        SetCallbackRequest: {
            /**
             * @description Where webhooks are to be sent.
             * @example http://www.example.com/callback
             */
            address: components["schemas"]["CallbackAddress"];
            /**
             * @description Which webhooks are to be sent.
             * @example [
             *       "call_busy",
             *       "normal_end"
             *     ]
             */
            actions: components["schemas"]["CallbackActions"];
        };
        /** @description The callback configuration was stored. */
        SetCallbackSuccess: {
            /**
             * @description 0, since the operation was carried out.
             * @example 0
             */
            errorCode: components["schemas"]["SuccessCode"];
            /**
             * @description The word Success.
             * @example Success
             */
            errorMessage: components["schemas"]["ErrorMessage"];
            /**
             * @description The id of this request.
             * @example 5b0fa500064397cad3554506e27e18e1
             */
            requestId: components["schemas"]["RequestId"];
            /**
             * @description The address that was stored.
             * @example http://www.example.com/callback
             */
            data: string;
        };
        /** @description The code of a success, as a number or as the same number in text. */
        SuccessCode: 0 | "0";
        /**
         * Format: int64
         * @description A time as whole seconds since 1970-01-01T00:00:00Z.
         */
        UnixSeconds: number;
        /** @description What comes back with HTTP status 200, success or failure. `errorCode` tells them apart. */
        UpdateCallbackAnswer: components["schemas"]["UpdateCallbackSuccess"] | components["schemas"]["Failure"];
        /** @description The configuration that replaces the stored one. Both fields are required, there is no partial update. */
        UpdateCallbackRequest: {
            /**
             * @description Where webhooks are to be sent.
             * @example http://www.example.com/callback
             */
            address: components["schemas"]["CallbackAddress"];
            /**
             * @description Which webhooks are to be sent.
             * @example [
             *       "call_busy",
             *       "normal_end"
             *     ]
             */
            actions: components["schemas"]["CallbackActions"];
        };
        /** @description The callback configuration was changed. */
        UpdateCallbackSuccess: {
            /**
             * @description 0, since the operation was carried out.
             * @example 0
             */
            errorCode: components["schemas"]["SuccessCode"];
            /**
             * @description The word Success.
             * @example Success
             */
            errorMessage: components["schemas"]["ErrorMessage"];
            /**
             * @description The id of this request.
             * @example 5b0fa500064397cad3554506e27e18e1
             */
            requestId: components["schemas"]["RequestId"];
            /**
             * @description The address that is stored now.
             * @example https://www.example2.com/callback
             */
            data: string;
        };
        /** @description The id of a user in the app. */
        UserId: string;
        /** @description What the receiver answers. Anything but an `ErrorCode` of 0 makes the vendor send the webhook again. */
        WebhookAnswer: {
            /**
             * @description 0 when the webhook was handled, any other number when it was not.
             * @example 0
             */
            ErrorCode: number;
            /**
             * @description The outcome in words.
             * @example Success
             */
            ErrorMessage: string;
        };
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
         * @description The command word of the webhook, as it was enabled. A word that is not in the list is let through; an empty one is none.
         * @example caller_start_call
         */
        "event-command": components["schemas"]["CallEventCommand"] | (string & {});
        /**
         * @description The Chat account that calls. It must be an administrator of the app; an account named `administrator` is made when a package is bought or claimed. The documented form is at most 32 bytes of `a-z A-Z 0-9 _ -`; nothing says that it is enforced. Name and value are case-sensitive.
         * @example administrator
         */
        identifier: string;
        /**
         * @description The platform of that client. Other words than the listed four are let through.
         * @example iOS
         */
        optplatform: components["schemas"]["OptPlatform"] | (string & {});
        /**
         * @description A new random number for each request, an unsigned 32-bit integer from 0 to 4294967295.
         * @example 99999999
         */
        random: number;
        /**
         * @description The SDKAppID of the app as the console shows it. The name is case-sensitive.
         * @example 88888888
         */
        sdkappid: components["schemas"]["SdkAppId"];
        /**
         * @description The command word of the webhook, as it was enabled. A word that is not in the list is let through; an empty one is none.
         * @example normal_end
         */
        "status-command": components["schemas"]["CallStatusCommand"] | (string & {});
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
    getRecordByCallId: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The id of the call. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["GetRecordByCallIdRequest"];
            };
        };
        responses: {
            /** @description The outcome, a success or a failure; the service answers every request with this status. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetRecordByCallIdAnswer"];
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
        /** @description The filter and the page. */
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
                    "application/json": components["schemas"]["GetRecordsByFilterAnswer"];
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
                    "application/json": components["schemas"]["SetCallbackAnswer"];
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
                    "application/json": components["schemas"]["GetCallbackAnswer"];
                };
            };
        };
    };
    updateCallback: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The configuration. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateCallbackRequest"];
            };
        };
        responses: {
            /** @description The outcome, a success or a failure; the service answers every request with this status. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpdateCallbackAnswer"];
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
                    "application/json": components["schemas"]["DeleteCallbackAnswer"];
                };
            };
        };
    };
    callStatus: {
        parameters: {
            query: {
                /**
                 * @description The app that the webhook is about. A receiver refuses a webhook whose app is not its own.
                 * @example 88888888
                 */
                sdkappid: components["parameters"]["webhook-sdkappid"];
                /**
                 * @description The command word of the webhook, as it was enabled. A word that is not in the list is let through; an empty one is none.
                 * @example normal_end
                 */
                command: components["parameters"]["status-command"];
                /**
                 * @description The format of the body, always `json`.
                 * @example json
                 */
                contenttype: components["parameters"]["webhook-contenttype"];
                /**
                 * @description The address of the client whose action led to the webhook, as text.
                 * @example 127.0.0.1
                 */
                clientip: components["parameters"]["clientip"];
                /**
                 * @description The platform of that client. Other words than the listed four are let through.
                 * @example iOS
                 */
                optplatform: components["parameters"]["optplatform"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The call, and what happened. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallStatusWebhook"];
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
    callEvent: {
        parameters: {
            query: {
                /**
                 * @description The app that the webhook is about. A receiver refuses a webhook whose app is not its own.
                 * @example 88888888
                 */
                sdkappid: components["parameters"]["webhook-sdkappid"];
                /**
                 * @description The command word of the webhook, as it was enabled. A word that is not in the list is let through; an empty one is none.
                 * @example caller_start_call
                 */
                command: components["parameters"]["event-command"];
                /**
                 * @description The format of the body, always `json`.
                 * @example json
                 */
                contenttype: components["parameters"]["webhook-contenttype"];
                /**
                 * @description The address of the client whose action led to the webhook, as text.
                 * @example 127.0.0.1
                 */
                clientip: components["parameters"]["clientip"];
                /**
                 * @description The platform of that client. Other words than the listed four are let through.
                 * @example iOS
                 */
                optplatform: components["parameters"]["optplatform"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The call, and what happened. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallEventWebhook"];
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
