package main

import (
	"bytes"
	"compress/zlib"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

func signUserSig(sdkAppID int64, secretKey, identifier string, seconds int64) (string, error) {
	now := time.Now().Unix()
	mac := hmac.New(sha256.New, []byte(secretKey))
	fmt.Fprintf(mac, "TLS.identifier:%s\nTLS.sdkappid:%d\nTLS.time:%d\nTLS.expire:%d\n", identifier, sdkAppID, now, seconds)
	content, err := json.Marshal(map[string]any{
		"TLS.ver":        "2.0",
		"TLS.identifier": identifier,
		"TLS.sdkappid":   sdkAppID,
		"TLS.time":       now,
		"TLS.expire":     seconds,
		"TLS.sig":        base64.StdEncoding.EncodeToString(mac.Sum(nil)),
	})
	if err != nil {
		return "", err
	}
	var compressed bytes.Buffer
	writer := zlib.NewWriter(&compressed)
	if _, err := writer.Write(content); err != nil {
		return "", err
	}
	if err := writer.Close(); err != nil {
		return "", err
	}
	token := base64.StdEncoding.EncodeToString(compressed.Bytes())
	return strings.NewReplacer("+", "*", "/", "-", "=", "_").Replace(token), nil
}
