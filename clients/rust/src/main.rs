mod user_sig;

use std::env::var;

use user_sig::sign_user_sig;

const IDENTIFIER: &str = "administrator";
const RANDOM: i64 = 4294967295;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = var("TRTC_URL")?;
    let app: i64 = var("TRTC_SDK_APP_ID")?.parse()?;
    let user_sig = sign_user_sig(app, &var("TRTC_SECRET_KEY")?, IDENTIFIER, 86400)?;
    println!("usersig {user_sig}");

    let v1 = trtc_v1::Client::new(&url);
    let find = async |call_id: String| {
        let body = trtc_v1::types::GetRecordByCallIdRequest { call_id };
        v1.get_record_by_call_id("json", IDENTIFIER, RANDOM, app, &user_sig, &body).await
    };
    let record = find(var("TRTC_V1_CALL_ID")?).await?.into_inner().data.ok_or("no record")?;
    println!(
        "v1 success {} {}",
        record.caller.ok_or("no caller")?,
        record.start_call_ts.ok_or("no start")?
    );
    let other = find("mock-success-other-types".into()).await?.into_inner();
    println!("v1 other types {} {}", other.error_code, other.request_id);
    let refused = v1.get_callback("json", IDENTIFIER, RANDOM, app, &user_sig, &Default::default()).await?;
    println!("v1 refusal {}", refused.error_code);

    let v4 = trtc_v4::Client::new(&url);
    let body = trtc_v4::types::CallIdRequest { call_id: var("TRTC_V4_CALL_ID")? };
    let found = v4.get_record_by_call_id("json", IDENTIFIER, RANDOM, app, &user_sig, &body).await?;
    let record = found.into_inner().response.and_then(|response| response.call_record).ok_or("no record")?;
    println!("v4 success {} {} {}", record.caller_account, record.start_time, record.call_result);
    let refused = v4.get_callback("json", IDENTIFIER, RANDOM, app, &user_sig, &Default::default()).await?;
    println!("v4 refusal {}", refused.error_code);
    Ok(())
}
