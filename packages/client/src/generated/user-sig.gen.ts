// Made by scripts/tables.ts from the bundled contract of @trtc-call/spec.
// Change the contract, then run the generate script again.

/** How a UserSig is written. */
export const userSigForm = {
  "version": "2.0",
  "versionMember": "TLS.ver",
  "signedMembers": {
    "identifier": "TLS.identifier",
    "sdkAppId": "TLS.sdkappid",
    "time": "TLS.time",
    "lifetimeSeconds": "TLS.expire",
    "userBuf": "TLS.userbuf"
  },
  "signatureMember": "TLS.sig",
  "letters": {
    "+": "*",
    "/": "-",
    "=": "_"
  }
} as const;

/** What is known of accounts. */
export const account = {
  "defaultIdentifier": "administrator",
  "identifierPattern": "^[A-Za-z0-9_-]{1,32}$",
  "leastSdkAppId": 1,
  "longestLifetimeYears": 10
} as const;

/** The letters of a UserSig. Apart: no client needs it. */
export const userSigPattern = "^[A-Za-z0-9*_-]+$";
