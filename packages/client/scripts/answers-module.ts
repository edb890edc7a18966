import { operations as rows } from '@trtc-call/spec/v1';
import type { OpenApiDocument } from '@trtc-call/spec/v1/openapi';
import { operationsOf } from './operations-of.ts';
import { envelopeShapeOf, shapeOf } from './shape-of.ts';

/** What each operation is documented to answer, as data: it tells where and how an answer differs. */
export function answersModule(document: OpenApiDocument): string {
  const operations = operationsOf(document);
  const shapes = operations.map(({ operationId, data }) => [operationId, shapeOf(data, document, true)]);
  const codes = Object.values(rows).map(({ operationId, errors }) => [operationId, errors]);
  return [
    "import type { OperationId } from '@trtc-call/spec/v1';",
    "import type { Shape } from '../../schema/shape.ts';\n",
    '/** What every answer has, a success and a failure. */',
    `export const envelopeShape: Shape = ${JSON.stringify(envelopeShapeOf(document), null, 2)};\n`,
    '/** The `data` of a success. */',
    'export const dataShapes: Readonly<Record<OperationId, Shape>> =',
    `  ${JSON.stringify(Object.fromEntries(shapes), null, 2)};\n`,
    '/** The codes that each operation is documented or decided to refuse with. */',
    'export const documentedCodes: Readonly<Record<OperationId, readonly number[]>> =',
    `  ${JSON.stringify(Object.fromEntries(codes), null, 2)};\n`,
  ].join('\n');
}
