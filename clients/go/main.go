package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"strconv"

	"trtc/api/v1"
	"trtc/api/v4"
)

const (
	identifier = "administrator"
	random     = 4294967295
)

func main() {
	ctx := context.Background()
	url := os.Getenv("TRTC_URL")
	sdkAppID := must(strconv.ParseInt(os.Getenv("TRTC_SDK_APP_ID"), 10, 64))
	userSig := must(signUserSig(sdkAppID, os.Getenv("TRTC_SECRET_KEY"), identifier, 86400))
	fmt.Println("usersig", userSig)

	clientV1 := must(v1.NewClientWithResponses(url))
	forRecord := &v1.GetRecordByCallIdParams{Sdkappid: sdkAppID, Identifier: identifier, Usersig: userSig, Random: random, Contenttype: "json"}
	found := must(clientV1.GetRecordByCallIdWithResponse(ctx, forRecord, v1.GetRecordByCallIdRequest{CallId: os.Getenv("TRTC_V1_CALL_ID")}))
	fmt.Println("v1 success", *found.JSON200.Data.Caller, *found.JSON200.Data.StartCallTs)
	other := must(clientV1.GetRecordByCallIdWithResponse(ctx, forRecord, v1.GetRecordByCallIdRequest{CallId: "mock-success-other-types"}))
	fmt.Println("v1 other types", must(other.JSON200.ErrorCode.AsErrorCode1()), must(other.JSON200.RequestId.AsRequestId0()))
	forCallback := v1.GetCallbackParams(*forRecord)
	refused := must(clientV1.GetCallbackWithResponse(ctx, &forCallback, v1.GetCallbackJSONRequestBody{}))
	fmt.Println("v1 refusal", must(refused.JSON200.ErrorCode.AsErrorCode0()))

	clientV4 := must(v4.NewClientWithResponses(url))
	forRecordV4 := v4.GetRecordByCallIdParams(*forRecord)
	foundV4 := must(clientV4.GetRecordByCallIdWithResponse(ctx, &forRecordV4, v4.CallIdRequest{CallId: os.Getenv("TRTC_V4_CALL_ID")}))
	record := foundV4.JSON200.Response.CallRecord
	fmt.Println("v4 success", record.CallerAccount, record.StartTime, must(record.CallResult.AsCallRecordCallResult1()))
	forCallbackV4 := v4.GetCallbackParams(*forRecord)
	refusedV4 := must(clientV4.GetCallbackWithResponse(ctx, &forCallbackV4, v4.GetCallbackJSONRequestBody{}))
	fmt.Println("v4 refusal", refusedV4.JSON200.ErrorCode)
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}
