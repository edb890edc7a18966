import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import trtc.v1.api.CallbackApi;
import trtc.v1.api.RecordsApi;
import trtc.v1.model.GetRecordByCallIdRequest;
import trtc.v4.model.CallIdRequest;

public final class Main {
  private static final String IDENTIFIER = "administrator";
  private static final long RANDOM = 4294967295L;

  public static void main(String[] args) throws Exception {
    String url = System.getenv("TRTC_URL");
    long app = Long.parseLong(System.getenv("TRTC_SDK_APP_ID"));
    String userSig = UserSig.sign(app, System.getenv("TRTC_SECRET_KEY"), IDENTIFIER, 86400);
    System.out.println("usersig " + userSig);

    var client = new trtc.v1.ApiClient();
    client.updateBaseUri(url);
    client.setObjectMapper(withoutCoercion(trtc.v1.ApiClient.createDefaultObjectMapper()));
    var records = new RecordsApi(client);
    var wanted = new GetRecordByCallIdRequest().callId(System.getenv("TRTC_V1_CALL_ID"));
    var found = records.getRecordByCallId(app, IDENTIFIER, userSig, RANDOM, "json", wanted);
    System.out.println("v1 success " + found.getData().getCaller() + " " + found.getData().getStartCallTs());
    var ofOtherTypes = new GetRecordByCallIdRequest().callId("mock-success-other-types");
    var other = records.getRecordByCallId(app, IDENTIFIER, userSig, RANDOM, "json", ofOtherTypes);
    System.out.println(
        "v1 other types " + other.getErrorCode().getString() + " " + other.getRequestId().getLong());
    var refused = new CallbackApi(client).getCallback(app, IDENTIFIER, userSig, RANDOM, "json", Map.of());
    System.out.println("v1 refusal " + refused.getErrorCode().getLong());

    var clientV4 = new trtc.v4.ApiClient();
    clientV4.updateBaseUri(url);
    clientV4.setObjectMapper(withoutCoercion(trtc.v4.ApiClient.createDefaultObjectMapper()));
    var wantedV4 = new CallIdRequest().callId(System.getenv("TRTC_V4_CALL_ID"));
    var record =
        new trtc.v4.api.RecordsApi(clientV4)
            .getRecordByCallId(app, IDENTIFIER, userSig, RANDOM, "json", wantedV4)
            .getResponse()
            .getCallRecord();
    System.out.println(
        String.join(
            " ",
            "v4 success",
            record.getCallerAccount(),
            record.getStartTime().toString(),
            record.getCallResult().getString()));
    var refusedV4 =
        new trtc.v4.api.CallbackApi(clientV4)
            .getCallback(app, IDENTIFIER, userSig, RANDOM, "json", Map.of());
    System.out.println("v4 refusal " + refusedV4.getErrorCode());
  }

  /** Else Jackson takes the text "0" for a number as well, and finds two types where one is allowed. */
  private static ObjectMapper withoutCoercion(ObjectMapper mapper) {
    return mapper.configure(MapperFeature.ALLOW_COERCION_OF_SCALARS, false);
  }
}
