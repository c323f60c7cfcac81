import { reply } from '#core/reply.ts';
import { expect, test } from 'vitest';
import { blockAction, globalShortcut, slackEvent, slashCommand, viewSubmission } from '../../test/support/signed-request.ts';
import { say, type SlackAppOptions, testSlackApp } from '../../test/support/slack-app.ts';
import { ourTeam } from '../../test/support/test-slack.ts';
import { defineAction } from './define-action.ts';
import { defineCommand } from './define-command.ts';
import { defineEvent } from './define-event.ts';
import { defineShortcut } from './define-shortcut.ts';
import { defineView } from './define-view.ts';

const refusal = 'This Switchboard serves one workspace, and this is not it.';

/** Something of each sort, which counts how often it is reached. */
async function everything(options: SlackAppOptions = {}) {
  const reached: string[] = [];
  const answer = (id: string) => () => {
    reached.push(id);
    return reply.ephemeral(say('Here'));
  };
  const app = await testSlackApp(
    [
      defineCommand({ id: 'test.ask', command: '/ask', summary: '', usage: '', parse: String, answer: answer('command') }),
      defineAction({ id: 'test.press', parse: String, answer: answer('action') }),
      defineShortcut({ id: 'test.short', name: 'Short', summary: '', on: 'anywhere', parse: () => ({}), answer: answer('shortcut') }),
      defineView({ id: 'test.form', parse: () => ({ ok: true, input: {} }), answer: answer('view') }),
      defineEvent({ id: 'test.mention', event: 'app_mention', parse: () => ({}), answer: answer('event') }),
    ],
    { answered: new Set(['guest', 'external'] as const), ...options },
  );
  return { app, reached };
}

/** As the same request comes through another workspace's installation of the app. */
const elsewhere = (body: string) => body.replaceAll(ourTeam, 'T0OTHER');

test('another workspace that has the app is told that it is not served, whatever it tries, and no handler runs', async () => {
  const { app, reached } = await everything();
  expect((await app.send(elsewhere(slashCommand('/ask', '', { user: 'U0FAR' })))).json['text']).toContain(refusal);
  expect(JSON.stringify((await app.send(elsewhere(viewSubmission({ callback_id: 'test.form' })))).json)).toContain(refusal);
  await app.send(elsewhere(blockAction({ action_id: 'test.press' }, { responseUrl: app.fake.responseUrl() })));
  expect((await app.fake.next('response_url')).args['text']).toContain(refusal);
  await app.send(elsewhere(globalShortcut('test.short')));
  await app.send(elsewhere(slackEvent({ type: 'app_mention', channel: 'C0GENERAL', user: 'U0ANA', ts: '5.7' })));
  expect(reached).toEqual([]);
  expect(app.fake.calls.map(({ method }) => method)).toEqual(['response_url']);
  const told = app.logged.filter(({ event }) => event === 'slack.other-workspace');
  expect(told.map(({ fields }) => fields)).toEqual([{ workspace: 'T0OTHER', served: ourTeam }]);
});

test('people of another organisation in a channel that is shared with ours come through our installation', async () => {
  const { app, reached } = await everything();
  app.fake.channels.set('C0SHARED', { id: 'C0SHARED' });
  const event = JSON.parse(
    slackEvent({ type: 'app_mention', channel: 'C0SHARED', user: 'U0FAR', user_team: 'T0FAR', ts: '5.7' }),
  ) as object;
  await app.send(JSON.stringify({ ...event, team_id: 'T0FAR', authorizations: [{ team_id: ourTeam }] }));
  await app.fake.next('chat.postEphemeral');
  const view = { callback_id: 'test.form', app_installed_team_id: ourTeam };
  const body = new URLSearchParams(viewSubmission(view, { user: 'U0FAR', team: 'T0FAR' }));
  const payload = { ...(JSON.parse(body.get('payload') ?? '') as object), team: { id: 'T0FAR' } };
  await app.send(new URLSearchParams({ payload: JSON.stringify(payload) }).toString());
  await expect.poll(() => reached).toEqual(['event', 'view']);
  expect(app.logged.filter(({ event }) => event === 'slack.other-workspace')).toEqual([]);
});

test('before Slack has said which workspace is ours, nobody is turned away', async () => {
  const { app, reached } = await everything({ identity: undefined });
  await app.send(elsewhere(slashCommand('/ask', '')));
  expect(reached).toEqual(['command']);
});
