import os

from api.v1 import Client as ClientV1
from api.v1.api.callback import get_callback
from api.v1.api.records import get_record_by_call_id
from api.v1.models import CallRecord, GetCallbackBody, GetRecordByCallIdRequest
from api.v4 import Client as ClientV4
from api.v4.api.callback import get_callback as get_callback_v4
from api.v4.api.records import get_record_by_call_id as get_record_by_call_id_v4
from api.v4.models import CallIdRequest
from api.v4.models import GetCallbackBody as GetCallbackBodyV4
from api.v4.types import Unset
from user_sig import sign_user_sig

identifier = "administrator"
sdkappid = int(os.environ["TRTC_SDK_APP_ID"])
usersig = sign_user_sig(sdkappid, os.environ["TRTC_SECRET_KEY"], identifier)
random = 4294967295
v1 = ClientV1(base_url=os.environ["TRTC_URL"], raise_on_unexpected_status=True)
v4 = ClientV4(base_url=os.environ["TRTC_URL"], raise_on_unexpected_status=True)
print("usersig", usersig)

for call_id in (os.environ["TRTC_V1_CALL_ID"], "mock-success-other-types"):
    found = get_record_by_call_id.sync(
        client=v1,
        body=GetRecordByCallIdRequest(call_id=call_id),
        sdkappid=sdkappid,
        identifier=identifier,
        usersig=usersig,
        random=random,
        contenttype="json",
    )
    assert found is not None and isinstance(found.data, CallRecord)
    if call_id.startswith("mock-"):
        print("v1 other types", found.error_code, found.request_id)
    else:
        print("v1 success", found.data.caller, found.data.start_call_ts)

refused = get_callback.sync(
    client=v1,
    body=GetCallbackBody(),
    sdkappid=sdkappid,
    identifier=identifier,
    usersig=usersig,
    random=random,
    contenttype="json",
)
assert refused is not None
print("v1 refusal", refused.error_code)

found_v4 = get_record_by_call_id_v4.sync(
    client=v4,
    body=CallIdRequest(call_id=os.environ["TRTC_V4_CALL_ID"]),
    sdkappid=sdkappid,
    identifier=identifier,
    usersig=usersig,
    random=random,
    contenttype="json",
)
assert found_v4 is not None and not isinstance(found_v4.response, Unset)
record = found_v4.response.call_record
assert not isinstance(record, Unset)
print("v4 success", record.caller_account, record.start_time, record.call_result)

refused_v4 = get_callback_v4.sync(
    client=v4,
    body=GetCallbackBodyV4(),
    sdkappid=sdkappid,
    identifier=identifier,
    usersig=usersig,
    random=random,
    contenttype="json",
)
assert refused_v4 is not None
print("v4 refusal", refused_v4.error_code)
