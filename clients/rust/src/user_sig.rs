use std::io::Write;
use std::time::{SystemTime, UNIX_EPOCH};

use base64::{Engine, engine::general_purpose::STANDARD};
use flate2::{Compression, write::ZlibEncoder};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha2::Sha256;

pub fn sign_user_sig(
    sdk_app_id: i64,
    secret_key: &str,
    identifier: &str,
    seconds: u64,
) -> Result<String, Box<dyn std::error::Error>> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let signed = format!(
        "TLS.identifier:{identifier}\nTLS.sdkappid:{sdk_app_id}\nTLS.time:{now}\nTLS.expire:{seconds}\n"
    );
    let mut mac = Hmac::<Sha256>::new_from_slice(secret_key.as_bytes())?;
    mac.update(signed.as_bytes());
    let content = json!({
        "TLS.ver": "2.0",
        "TLS.identifier": identifier,
        "TLS.sdkappid": sdk_app_id,
        "TLS.time": now,
        "TLS.expire": seconds,
        "TLS.sig": STANDARD.encode(mac.finalize().into_bytes()),
    });
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content.to_string().as_bytes())?;
    let token = STANDARD.encode(encoder.finish()?);
    Ok(token.replace('+', "*").replace('/', "-").replace('=', "_"))
}
