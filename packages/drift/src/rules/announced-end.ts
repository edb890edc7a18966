import type { Rule } from './rule.ts';

export const announcedEnd = {
  id: 'announced-end',
  class: 'additive',
  title: ({ fingerprint: { subject, pointer, after } }) =>
    pointer.endsWith('/sunset')
      ? `${subject} announces by a Sunset header that it ends (${after})`
      : `${subject} announces by a Deprecation header that it is deprecated (${after})`,
  meaning: 'It still works. It is on its way out, and calls of it fail once it is gone.',
  advice: 'Look for what takes its place, and mark the operation as deprecated in the contract.',
  help: {
    title: 'End announced',
    text: 'Answers carry a Deprecation or Sunset header (RFC 9745, RFC 8594): the operation is on its way out. Look for what takes its place.',
  },
  sensors: ['probes', 'production'],
  pointsAt: ({ pointer }) => pointer,
} as const satisfies Rule;
