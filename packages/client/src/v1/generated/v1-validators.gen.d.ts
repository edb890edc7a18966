// Made by scripts/validators-module.ts from the bundled contract of @trtc-call/spec.
// Change the contract, then run the generate script again.

import type { OperationId } from '@trtc-call/spec/v1';

export function fitsEnvelope(value: unknown): boolean;
export function fitsGetRecordByCallId(value: unknown): boolean;
export function fitsGetRecordsByFilter(value: unknown): boolean;
export function fitsSetCallback(value: unknown): boolean;
export function fitsGetCallback(value: unknown): boolean;
export function fitsUpdateCallback(value: unknown): boolean;
export function fitsDeleteCallback(value: unknown): boolean;
export const fitsData: Readonly<Record<OperationId, (data: unknown) => boolean>>;
