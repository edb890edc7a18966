import type { MistakeId } from '@trtc-call/spec/v1';
import { makeFieldMistake } from './field-mistakes.ts';
import type { Random } from './random.ts';
import { type ParameterName, parameterNames, type RequestDraft } from './request-draft.ts';

/** A mistake that was made in a request, and where. */
export interface MadeMistake {
  readonly id: MistakeId;
  /** `/query/random`, `/body/callId` or the like. */
  readonly pointer: string;
}

type Make = (draft: RequestDraft, random: Random) => readonly MadeMistake[];

const missing: Readonly<Record<ParameterName, MistakeId>> = {
  sdkappid: 'sdkappid-missing',
  identifier: 'identifier-missing',
  usersig: 'usersig-missing',
  random: 'random-missing',
  contenttype: 'contenttype-missing',
};

function leaveOut(name: ParameterName): Make {
  return (draft) => {
    draft.query = draft.query.filter(([other]) => other !== name);
    return [{ id: missing[name], pointer: `/query/${name}` }];
  };
}

function spoil(name: ParameterName, id: MistakeId, values: readonly string[]): Make {
  return (draft, random) => {
    draft.query = draft.query.map(([other, value]) => [other, other === name ? random.pick(values) : value]);
    return [{ id, pointer: `/query/${name}` }];
  };
}

/** What can be wrong with a request so that everybody sees it; each maker tells all the mistakes that it makes. */
export const visibleMistakes: Readonly<Partial<Record<MistakeId, Make>>> = {
  'method-not-post': (draft, random) => {
    draft.method = random.pick(['GET', 'PUT', 'DELETE', 'PATCH']);
    return [{ id: 'method-not-post', pointer: '/method' }];
  },
  'sdkappid-missing': leaveOut('sdkappid'),
  'sdkappid-invalid': spoil('sdkappid', 'sdkappid-invalid', ['0', '-1', '1.5', 'my-app']),
  'identifier-missing': leaveOut('identifier'),
  'usersig-missing': leaveOut('usersig'),
  'usersig-invalid': spoil('usersig', 'usersig-invalid', ['not a sign', 'a.b.c', '%']),
  'random-missing': leaveOut('random'),
  'random-invalid': spoil('random', 'random-invalid', ['-1', '4294967296', '0.5', 'seven']),
  'contenttype-missing': leaveOut('contenttype'),
  'contenttype-invalid': spoil('contenttype', 'contenttype-invalid', ['JSON', 'xml', 'application/json']),
  'parameter-wrong-case': (draft, random) => {
    const name = random.pick(parameterNames);
    draft.query = draft.query.map(([other, value]) => [other === name ? other.toUpperCase() : other, value]);
    const pointer = `/query/${name}`;
    return [
      { id: missing[name], pointer },
      { id: 'parameter-wrong-case', pointer },
    ];
  },
  'parameter-repeated': (draft, random) => {
    draft.query = [...draft.query, ['random', String(random.below(1000))], ['random', '1001']];
    return [{ id: 'parameter-repeated', pointer: '/query/random' }];
  },
  'content-type-wrong': (draft, random) => {
    draft.contentType = random.pick([undefined, 'text/plain', 'application/x-www-form-urlencoded']);
    return [{ id: 'content-type-wrong', pointer: '/headers/content-type' }];
  },
  'body-empty': body('body-empty', ['', '  \n']),
  'body-malformed': body('body-malformed', ['{', '{"callId":}', 'callId=1', "{'callId':'1'}"]),
  'body-not-object': body('body-not-object', ['[]', '"text"', '5', 'null', 'true']),
  'body-too-large': (draft) => {
    draft.fields['x-more'] = 'x'.repeat(100_000);
    return [{ id: 'body-too-large', pointer: '/body' }];
  },
  'field-missing': (draft, random) => makeFieldMistake('field-missing', draft, random),
  'field-null': (draft, random) => makeFieldMistake('field-null', draft, random),
  'field-type': (draft, random) => makeFieldMistake('field-type', draft, random),
  'field-range': (draft, random) => makeFieldMistake('field-range', draft, random),
  'address-scheme': (draft, random) => makeFieldMistake('address-scheme', draft, random),
};

function body(id: MistakeId, texts: readonly string[]): Make {
  return (draft, random) => {
    draft.text = random.pick(texts);
    return [{ id, pointer: '/body' }];
  };
}
