import type { CheckContext } from '../check/context.ts';
import { given } from '../check/expect.ts';
import { defineArea, type Literal, type Requirement } from '../define.ts';
import type { Generation } from '../generation.ts';
import { configureAnything } from './callback-state.ts';
import { listBody, requestList } from './records-in-window.ts';

const malformed = ['{"a":', 'a=1', '{a:1}'];
const notObjects = ['[]', 'null', '"text"', '17'];

/** The body as a whole; its fields are in the areas of the operations. */
export function body(generation: Generation): readonly Requirement[] {
  const isRefused = (mistake: string, sentence: string, rawBodies: readonly string[]): Literal => ({
    mistakes: [mistake],
    sentence,
    ask: (context) => sendEach(context, 'getRecordsByFilter', rawBodies),
  });
  /** Reading a callback that is there takes `{}`: what is taken for it is not refused for anything else. */
  const isNotTakenForEmptyObject = (
    mistake: string,
    sentence: string,
    rawBodies: readonly string[],
  ): Literal => ({
    mistakes: [mistake],
    sentence,
    operations: ['setCallback', 'getCallback'],
    needs: ['mutate-callback'],
    async ask(context) {
      await configureAnything(context);
      const [right, ...answers] = await Promise.all([
        context.send('getCallback', {}),
        ...sendEach(context, 'getCallback', rawBodies),
      ]);
      given('CBG-002', right).toSucceed();
      return answers;
    },
  });
  const common = { source: [generation.introduction], operations: ['getRecordsByFilter'] };
  return defineArea(common, generation, {
    'BDY-001': isRefused('body-empty', 'A request with an empty body is refused.', ['']),
    'BDY-002': isRefused('body-malformed', 'A body that is not JSON is refused.', malformed),
    'BDY-003': isRefused('body-not-object', 'A JSON body that is not an object is refused.', notObjects),
    'BDY-004': {
      mistakes: ['content-type-wrong'],
      sentence: 'A body whose Content-Type is not JSON is refused.',
      ask: (context) => requestList(context, { contentType: 'text/plain' }),
    },
    'BDY-005': {
      level: 'SHOULD',
      sentence: 'White space around the members of a body changes nothing.',
      ask(context) {
        const rawBody = `\n ${JSON.stringify(listBody(context), null, 4)} \r\n`;
        return context.send('getRecordsByFilter', undefined, { rawBody });
      },
    },
    'BDY-006': isNotTakenForEmptyObject(
      'body-malformed',
      'A body that is empty or not JSON is refused also where an empty object is right.',
      ['', ...malformed],
    ),
    'BDY-007': isNotTakenForEmptyObject(
      'body-not-object',
      'A JSON body that is not an object is refused also where an empty object is right.',
      notObjects,
    ),
  });
}

function sendEach(context: CheckContext, operation: string, rawBodies: readonly string[]) {
  return rawBodies.map((rawBody) => context.send(operation, undefined, { rawBody }));
}
