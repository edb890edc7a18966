import { describe, expect, test } from 'vitest';
import type { Finding } from '../findings/finding.ts';
import { type Changed, check, row, shapes, shown } from '../testing/check-pages.ts';

const changes: readonly (readonly [string, Changed, Partial<Finding['fingerprint']>, Finding['class']])[] = [
  [
    'another host',
    {
      id: 60138,
      change: (parts) => void Object.assign(parts, { host: 'callkit-eu.trtc.tencent-cloud.com' }),
    },
    { rule: 'document-host', after: 'callkit-eu.trtc.tencent-cloud.com' },
    'additive',
  ],
  [
    'another path',
    { id: 60134, change: (parts) => void Object.assign(parts, { path: '/v1/callback/create' }) },
    { rule: 'document-path', before: '/v1/callback/set' },
    'breaking',
  ],
  [
    'another account in a sample',
    { id: 60134, change: (parts) => void Object.assign(parts, { identifier: 'root' }) },
    { rule: 'document-identifier', after: 'root' },
    'informational',
  ],
  [
    'a new parameter',
    { id: 60138, change: (parts) => void parts.parameters.push('nonce') },
    { rule: 'document-parameter', after: 'nonce' },
    'breaking',
  ],
  [
    'a lower rate',
    { id: 60137, change: (parts) => void Object.assign(parts, { rate: 5 }) },
    { rule: 'document-rate-limit', before: '20', after: '5' },
    'breaking',
  ],
  [
    'a higher rate',
    { id: 60137, change: (parts) => void Object.assign(parts, { rate: 500 }) },
    { rule: 'document-rate-limit', before: '20', after: '500' },
    'additive',
  ],
  [
    'a new code',
    { id: 60138, change: (parts) => void parts.codes.push({ code: 70013, meaning: '' }) },
    { rule: 'document-code', before: '', after: '70013' },
    'additive',
  ],
  [
    'a code that is gone',
    {
      id: 60138,
      change: (parts) =>
        void Object.assign(parts, { codes: parts.codes.filter(({ code }) => code !== 70005) }),
    },
    { rule: 'document-code', before: '70005', after: '' },
    'informational',
  ],
  [
    'a new field of an answer',
    { id: 60137, change: (parts) => void parts.answer?.push(row('region')) },
    { rule: 'document-field', pointer: '/data/region', before: '', after: 'string' },
    'additive',
  ],
  [
    'a field of an answer that is gone',
    { id: 60133, change: (parts) => void parts.answer?.pop() },
    { rule: 'document-field', pointer: '/data/actions', after: '' },
    'breaking',
  ],
  [
    'a field of another type',
    {
      id: 60133,
      change: (parts) =>
        void Object.assign(parts, {
          answer: parts.answer?.map((one) => (one.name === 'address' ? { ...one, type: 'array' } : one)),
        }),
    },
    { rule: 'document-field', pointer: '/data/address', after: 'array' },
    'breaking',
  ],
  [
    'a new optional field of a request',
    { id: 60136, change: (parts) => void parts.request?.push({ ...row('order'), required: false }) },
    { rule: 'document-field', pointer: '/body/order', after: 'string' },
    'additive',
  ],
  [
    'a new required field of a request',
    { id: 60136, change: (parts) => void parts.request?.push({ ...row('order'), required: true }) },
    { rule: 'document-field', pointer: '/body/order' },
    'breaking',
  ],
  [
    'a field that must be given now',
    {
      id: 60136,
      change: (parts) =>
        void Object.assign(parts, {
          request: parts.request?.map((one) => ({
            ...one,
            required: one.name === 'page' || one.required,
          })),
        }),
    },
    { rule: 'document-field', pointer: '/body/page', after: 'integer required' },
    'breaking',
  ],
  [
    'a new word',
    {
      id: 60137,
      change: (parts) => void parts.answer?.find(({ name }) => name === 'mediaType')?.words.push('hologram'),
    },
    { rule: 'document-word', pointer: '/data/mediaType', after: 'hologram' },
    'additive',
  ],
  [
    'a new command word',
    { id: 60135, change: (parts) => void parts.commands.push('caller_hold_call') },
    { rule: 'document-command', after: 'caller_hold_call' },
    'additive',
  ],
  [
    'a command word that is gone',
    {
      id: 60135,
      change: (parts) =>
        void Object.assign(parts, { commands: parts.commands.filter((word) => word !== 'invite_user') }),
    },
    { rule: 'document-command', before: 'invite_user', after: '' },
    'breaking',
  ],
  [
    'a new field of a webhook',
    { id: 60130, change: (parts) => void parts.webhook?.push(row('DeliveryId')) },
    { rule: 'document-field', pointer: '/webhook/DeliveryId' },
    'additive',
  ],
  [
    'a new member of a sample',
    { id: 60137, change: (parts) => void Object.assign(Object(parts.answerSample).data, { region: 'eu' }) },
    { rule: 'document-field', pointer: '/data/region', after: 'string' },
    'additive',
  ],
];
describe('a changed fact is a finding, in every language and form', () => {
  test.each(changes)('%s', async (_, changed, fingerprint, findingClass) => {
    for (const shape of shapes) {
      const { findings } = await check(shape, changed);
      const found = findings.find((finding) =>
        Object.entries(fingerprint).every(([key, value]) => Reflect.get(finding.fingerprint, key) === value),
      );
      expect(found, `${shape.title}: ${JSON.stringify(shown(findings))}`).toMatchObject({
        class: findingClass,
        fingerprint: { subject: String(changed.id) },
      });
      expect(found?.location?.line, shape.title).toBeGreaterThan(0);
      // A path is gone and another one new; everything else is one difference.
      expect(findings.length, JSON.stringify(shown(findings))).toBeLessThanOrEqual(
        changed.id === 60134 || changed.id === 60138 ? 2 : 1,
      );
    }
  });
});
