import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.zip.DeflaterOutputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

final class UserSig {
  /** The identifier must need no escaping in JSON, as the documented form does not. */
  static String sign(long sdkAppId, String secretKey, String identifier, long seconds)
      throws GeneralSecurityException, IOException {
    long now = Instant.now().getEpochSecond();
    String signed =
        String.format(
            "TLS.identifier:%s\nTLS.sdkappid:%d\nTLS.time:%d\nTLS.expire:%d\n",
            identifier, sdkAppId, now, seconds);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secretKey.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
    String content =
        String.format(
            "{\"TLS.ver\":\"2.0\",\"TLS.identifier\":\"%s\",\"TLS.sdkappid\":%d,"
                + "\"TLS.time\":%d,\"TLS.expire\":%d,\"TLS.sig\":\"%s\"}",
            identifier, sdkAppId, now, seconds, Base64.getEncoder().encodeToString(signature));
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(compressed)) {
      deflater.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return Base64.getEncoder()
        .encodeToString(compressed.toByteArray())
        .replace('+', '*')
        .replace('/', '-')
        .replace('=', '_');
  }
}
