// The mock with what it needs of Node.
export { createMock } from '@trtc-call/mock';
