export type { TrtcCallError } from '../errors.ts';
export { ArgumentError, isTrtcCallError } from '../errors.ts';
export type { UserSigClaims } from './token.ts';
export {
  type DecodedUserSig,
  type DecodeUserSigOptions,
  decodeUserSig,
  type SignUserSigOptions,
  signUserSig,
  type UserSigFault,
  type UserSigVerdict,
  type VerifyUserSigOptions,
  verifyUserSig,
} from './user-sig.ts';
