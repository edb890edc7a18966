import base64
import hashlib
import hmac
import json
import time
import zlib


def sign_user_sig(sdk_app_id: int, secret_key: str, identifier: str, seconds: int = 86400) -> str:
    now = int(time.time())
    signed = f"TLS.identifier:{identifier}\nTLS.sdkappid:{sdk_app_id}\nTLS.time:{now}\nTLS.expire:{seconds}\n"
    signature = hmac.new(secret_key.encode(), signed.encode(), hashlib.sha256).digest()
    content = {
        "TLS.ver": "2.0",
        "TLS.identifier": identifier,
        "TLS.sdkappid": sdk_app_id,
        "TLS.time": now,
        "TLS.expire": seconds,
        "TLS.sig": base64.b64encode(signature).decode(),
    }
    return base64.b64encode(zlib.compress(json.dumps(content).encode()), b"*-").decode().replace("=", "_")
