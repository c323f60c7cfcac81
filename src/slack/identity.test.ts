import { afterEach, expect, test } from 'vitest';
import { savedIdentity, type SlackApp, type SlackAppOptions, startSlackApp } from '../../test/support/slack-app.ts';

let app: SlackApp | undefined;
afterEach(() => app?.stop());

const start = async (options: SlackAppOptions) => (app = await startSlackApp({ start: true, ...options }));

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

test('Slack is asked once who we are', async () => {
  const { fake, identity } = await start({ identity: undefined });
  await until(() => identity.state === 'confirmed');
  expect(identity.current).toEqual(savedIdentity);
  expect(fake.of('auth.test')).toHaveLength(1);
});

test('with Slack unreachable the saved identity serves', async () => {
  app = await startSlackApp();
  app.fake.faults.set('*', { status: 500 });
  app.slack.start();
  const { identity, logged } = app;
  await until(() => identity.state === 'unreachable');
  expect(identity.current).toEqual(savedIdentity);
  expect(logged.some((one) => one.event === 'slack.not-identified')).toBe(true);
});

test('a token that Slack refuses is told to the operator', async () => {
  app = await startSlackApp();
  app.fake.faults.set('auth.test', { error: 'invalid_auth' });
  app.slack.start();
  const { identity, logged } = app;
  await until(() => identity.state === 'refused');
  expect(logged.find((one) => one.event === 'slack.not-identified')?.fields['fix']).toContain('SLACK_BOT_TOKEN');
});
