import { CommandError } from '../command-error.ts';
import { variableOf } from '../credentials/read-credentials.ts';

/**
 * The app of the environment, or that of the mock.
 *
 * @throws CommandError for an environment that names none
 */
export async function readSdkAppId(): Promise<number> {
  const variable = variableOf('sdkAppId');
  const text = process.env[variable];
  if (text === undefined || text === '') return (await import('@trtc-call/mock')).defaultMockSdkAppId;
  const app = Number(text);
  if (/^[1-9]\d*$/.test(text) && Number.isSafeInteger(app)) return app;
  throw new CommandError(`${variable}: "${text}" is no SDKAppID: give its number, or --sdk-app-id`);
}
