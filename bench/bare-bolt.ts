import { App, HTTPReceiver, LogLevel } from '@slack/bolt';

/**
 * The least that answering over Bolt can cost: its own receiver with signature check, one command that says nothing.
 * Arguments: port, signing secret. Prints a line when it listens.
 */
const [port = '', signingSecret = ''] = process.argv.slice(2);
const receiver = new HTTPReceiver({ signingSecret, logLevel: LogLevel.ERROR });
const identity = { botId: 'B0BOT0001', botUserId: 'U0BOT0001' };
const app = new App({
  receiver,
  logLevel: LogLevel.ERROR,
  tokenVerificationEnabled: false,
  // With the identity given, Bolt does not ask Slack for it on every request.
  authorize: () => Promise.resolve({ botToken: 'xoxb-bench', ...identity }),
});
app.command('/noop', async ({ ack }) => ack());
await receiver.start({ port: Number(port), host: '127.0.0.1' });
console.log('listening');
