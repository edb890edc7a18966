export type { TrtcCallError } from '../errors.ts';
export { ArgumentError, isTrtcCallError } from '../errors.ts';
export { type DecodedUserSig, type DecodeUserSigOptions, decodeUserSig } from './decode.ts';
export { type SignUserSigOptions, signUserSig } from './sign.ts';
export type { UserSigClaims } from './token.ts';
export {
  type UserSigFault,
  type UserSigVerdict,
  type VerifyUserSigOptions,
  verifyUserSig,
} from './verify.ts';
