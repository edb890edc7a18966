import { expectTypeOf, test } from 'vitest';
import type { Contract, OperationEntry } from '../contract.ts';
import * as v4 from '../v4/index.ts';
import {
  contract,
  type ErrorCode,
  type ErrorCodeEntry,
  errorCodes,
  type Mistake,
  type MistakeId,
  mistakes,
  type Operation,
  type OperationId,
  operations,
  type Region,
} from './index.ts';
import { type OpenApiDocument, openapi } from './openapi.ts';

test('codes, ids and regions are literal types', () => {
  expectTypeOf<70003>().toExtend<ErrorCode>();
  expectTypeOf<70013>().not.toExtend<ErrorCode>();
  expectTypeOf<'usersig-expired'>().toExtend<MistakeId>();
  expectTypeOf<string>().not.toExtend<MistakeId>();
  expectTypeOf<Region>().toEqualTypeOf<'intl' | 'china'>();
  expectTypeOf<OperationId>().toEqualTypeOf<
    | 'getRecordByCallId'
    | 'getRecordsByFilter'
    | 'setCallback'
    | 'getCallback'
    | 'updateCallback'
    | 'deleteCallback'
  >();
});

test('the generated constants fit the published interfaces', () => {
  expectTypeOf(errorCodes).toExtend<readonly ErrorCodeEntry[]>();
  expectTypeOf(mistakes).toExtend<readonly Mistake[]>();
  expectTypeOf(operations).toExtend<Readonly<Record<OperationId, Operation>>>();
});

test('the document is typed loosely enough to be read by any key', () => {
  expectTypeOf(openapi).toEqualTypeOf<OpenApiDocument>();
  expectTypeOf(openapi.paths['/v1/callback/set']).not.toBeAny();
});

test('each generation fits what the machinery of any generation takes', () => {
  expectTypeOf(contract).toExtend<Contract>();
  expectTypeOf(v4.contract).toExtend<Contract>();
  expectTypeOf<OperationEntry>().toExtend<Contract['operations'][string]>();
});
