// Our mock as a user starts it, without its rate limits: they would refuse the load that is to be measured.
import { startMock } from '@trtc-call/mock';

const mock = await startMock({ rateLimit: false });
console.log(mock.url);
