import { reply, type Message, type Reply } from '#core/reply.ts';
import { UserError } from '#core/user-error.ts';
import { connectError } from '#db/connect-error.ts';
import { expect, test } from 'vitest';
import { checkMessage } from '../../test/support/check-blocks.ts';
import { blockAction, slashCommand } from '../../test/support/signed-request.ts';
import { later, person, say, startSlackApp, testSlackApp } from '../../test/support/slack-app.ts';
import { requestId } from '#core/request-id.ts';
import { defineCommand } from './define-command.ts';
import { ourTeam } from '../../test/support/test-slack.ts';

/** A command that answers as the test says. */
function command(answer: () => Reply | Promise<Reply>, more: { writes?: true; after?: () => Promise<void> } = {}) {
  return defineCommand({
    id: 'test.ask',
    command: '/ask',
    summary: 'Answers',
    usage: '<anything>',
    parse: (text: string) => text,
    answer,
    ...more,
  });
}

test('a known person’s question is answered in the acknowledgement and costs nothing', async () => {
  const app = await testSlackApp([command(() => reply.ephemeral(say('Team Payments')))]);
  const { status, json } = await app.send(slashCommand('/ask', 'payments'));
  expect(status).toBe(200);
  expect(json).toMatchObject({ response_type: 'ephemeral', text: 'Team Payments' });
  expect(checkMessage(json)).toEqual([]);
  expect(app.spent()).toEqual({ slack: 0, sql: 0 });
});

test('the command gets its text trimmed and its place', async () => {
  const seen: unknown[] = [];
  const ask = defineCommand({
    id: 'test.ask',
    command: '/ask',
    summary: '',
    usage: '',
    parse: (text) => ({ text }),
    answer: (ctx, input) => {
      seen.push(input, ctx.place, ctx.viewer);
      return reply.none;
    },
  });
  const app = await testSlackApp([ask]);
  const { text } = await app.send(slashCommand('/ask', '  payments &amp; more ', { channel: 'D0ANA' }));
  expect(text).toBe('');
  expect(seen).toEqual([
    { text: 'payments &amp; more' },
    { teamId: ourTeam, channel: 'D0ANA', isDm: true },
    { kind: 'member', teamId: ourTeam, userId: 'U0ANA', groups: [] },
  ]);
});

test('an answer that is late is posted to the response URL, the same answer', async () => {
  const app = await testSlackApp([command(() => later(120, reply.inChannel(say('At last'))))], { bounds: { ackMs: 40 } });
  const { text, ms } = await app.send(slashCommand('/ask', '', { responseUrl: app.fake.responseUrl() }));
  expect(text).toBe('');
  expect(ms).toBeLessThan(110);
  const call = await app.fake.next('response_url');
  expect(call).toMatchObject({ result: 'ok', args: { response_type: 'in_channel', text: 'At last', replace_original: false } });
  expect(app.spent().slack).toBe(1);
});

test('a response URL that fails gets one more try, then the log has it under an id', async () => {
  const app = await testSlackApp([command(() => later(50, reply.ephemeral(say('At last'))))], { bounds: { ackMs: 10 } });
  app.fake.faults.set('response_url', { status: 500 });
  await app.send(slashCommand('/ask', '', { responseUrl: app.fake.responseUrl() }));
  await app.fake.next('response_url', 1);
  await until(() => app.logged.some((one) => one.event === 'slack.send-failed'));
  expect(app.fake.of('response_url')).toHaveLength(2);
  const failed = app.logged.find((one) => one.event === 'slack.send-failed');
  expect(failed?.fields['id']).toMatch(/^[0-9a-f]{8}$/);
});

test('a late answer that Slack finds fault with is owned up to', async () => {
  const broken: Message = { text: 'At last', blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '' } }] };
  const app = await testSlackApp([command(() => later(50, reply.ephemeral(broken)))], { bounds: { ackMs: 10 } });
  await app.send(slashCommand('/ask', '', { responseUrl: app.fake.responseUrl() }));
  expect(await app.fake.next('response_url')).toMatchObject({ result: 'invalid_blocks' });
  expect((await app.fake.next('response_url', 1)).args['text']).toContain('our bug');
});

test('a handler that never ends is given up, and the person is told', async () => {
  const app = await testSlackApp([command(() => new Promise<Reply>(() => {}))], { bounds: { ackMs: 10, giveUpMs: 60 } });
  await app.send(slashCommand('/ask', '', { responseUrl: app.fake.responseUrl() }));
  const { args } = await app.fake.next('response_url');
  const logged = app.logged.find((one) => one.event === 'slack.gave-up');
  expect(args['text']).toContain(String(logged?.fields['id']));
});

test('a mistake that we foresaw is told with its way out, and is no error', async () => {
  const app = await testSlackApp([
    command(() => {
      throw new UserError('owner-missing', '<payments> has no owner.', 'Add spec.owner & wait.');
    }),
  ]);
  const { json } = await app.send(slashCommand('/ask', ''));
  expect(json).toMatchObject({ response_type: 'ephemeral', text: '&lt;payments&gt; has no owner. Add spec.owner &amp; wait.' });
  expect(checkMessage(json)).toEqual([]);
  expect(app.logged.filter((one) => one.level === 'error')).toEqual([]);
});

test('where the database is and what is wrong with it is told to the log, and not to people', async () => {
  const away = connectError(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }), 'postgres://me:secret@db.internal:5432/cat');
  const app = await testSlackApp([command(() => Promise.reject(away as Error))]);
  const { json } = await app.send(slashCommand('/ask', ''));
  expect(json['text']).toBe(
    'The database does not answer, so this cannot be done right now. Try again in a minute; looking things up still works.',
  );
  const warned = app.logged.find((one) => one.event === 'slack.database-away');
  expect(warned?.fields['err']).toMatchObject({ message: 'Postgres at db.internal:5432/cat cannot be reached.' });
});

test.each([
  [
    'throws',
    () => {
      throw new TypeError('undefined is not a card');
    },
  ],
  ['rejects', () => Promise.reject(new TypeError('undefined is not a card'))],
] as const)('a handler that %s shows a short id, and the log has the cause', async (_how, answer) => {
  const app = await testSlackApp([command(answer as () => Reply)]);
  const { status, json, text } = await app.send(slashCommand('/ask', ''));
  const bug = app.logged.find((one) => one.event === 'slack.bug');
  expect(status).toBe(200);
  expect(json['text']).toContain(`\`${String(bug?.fields['id'])}\``);
  expect(bug?.fields['err']).toMatchObject({ message: 'undefined is not a card' });
  expect(bug?.requestId?.slice(0, 8)).toBe(bug?.fields['id']);
  expect(text).not.toMatch(/undefined|TypeError|\.ts:/);
});

test('bookkeeping comes after the answer and cannot break it', async () => {
  let booked = 0;
  const after = async () => {
    await later(30, undefined);
    booked += 1;
    throw new Error('the database is away');
  };
  const app = await testSlackApp([command(() => reply.ephemeral(say('Here')), { after })]);
  const { json } = await app.send(slashCommand('/ask', ''));
  expect([json['text'], booked]).toEqual(['Here', 0]);
  await until(() => app.logged.some((one) => one.event === 'slack.after-failed'));
  expect(booked).toBe(1);
});

test('an unknown command gets help, with the operator’s names', async () => {
  const app = await testSlackApp([command(() => reply.none)], { rename: { '/ask': '/acme-ask' } });
  const { json } = await app.send(slashCommand('/ask', 'x'));
  expect(json['text']).toBe('Nothing here answers `/ask`.');
  expect(JSON.stringify(json['blocks'])).toContain('/acme-ask &lt;anything&gt;');
  expect(checkMessage(json)).toEqual([]);
  expect((await app.send(slashCommand('/acme-ask', 'x'))).text).toBe('');
});

test('renaming what does not exist, or answering one thing twice, stops the start', async () => {
  await expect(startSlackApp({ definitions: [command(() => reply.none)], rename: { '/aks': '/x' } })).rejects.toMatchObject({
    message: 'slack.commands renames /aks, which is not a command.',
    hint: 'There are: /ask.',
  });
  await expect(startSlackApp({ definitions: [command(() => reply.none), command(() => reply.none)] })).rejects.toThrow('test.ask');
});

test('guests are refused before any handler', async () => {
  let ran = 0;
  const count = () => {
    ran += 1;
    return reply.none;
  };
  const persons = [person('U0GUEST', { kind: 'guest' }), person('U0ANA')];
  const app = await testSlackApp([command(count)], { persons });
  const { json } = await app.send(slashCommand('/ask', '', { user: 'U0GUEST' }));
  expect(json['text']).toBe('The catalog is for members of this workspace. Ask a member to share a card here.');
  const click = blockAction({ action_id: 'gone' }, { user: 'U0GUEST', responseUrl: app.fake.responseUrl() });
  await app.send(click);
  expect((await app.fake.next('response_url')).args['text']).toContain('for members of this workspace');
  expect(ran).toBe(0);
});

test('with Slack hanging an unknown person is answered within 800 ms, for their eyes only, and changes nothing', async () => {
  const asked = command(() => reply.inChannel(say('Here')));
  const writing = { ...command(() => reply.inChannel(say('Written')), { writes: true }), id: 'test.write', command: '/write' as const };
  const app = await testSlackApp([asked, writing]);
  app.fake.faults.set('*', 'hang');
  const first = await app.send(slashCommand('/ask', '', { user: 'U0NEW' }));
  expect(first.json).toMatchObject({ response_type: 'ephemeral', text: 'Here' });
  expect(first.ms).toBeLessThan(800);
  const { json } = await app.send(slashCommand('/write', '', { user: 'U0NEW' }));
  expect(json['text']).toContain('nothing was changed');
  expect(app.fake.of('users.info')).toHaveLength(1);
});

test('stopping waits for answers under way', async () => {
  const app = await startSlackApp({ definitions: [command(() => later(80, reply.ephemeral(say('Still here'))))], bounds: { ackMs: 10 } });
  await app.send(slashCommand('/ask', '', { responseUrl: app.fake.responseUrl() }));
  expect(app.slack.counts().underWay).toBe(1);
  await app.slack.stop(1000);
  expect(app.fake.of('response_url')).toHaveLength(1);
  await app.stop();
});

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries += 1) {
    if (tries > 300) throw new Error('It did not happen within 3 s.');
    await later(10, undefined);
  }
}

test('one request, one id: in the handler, in what is done afterwards, and in no other request', async () => {
  const seen: Record<string, (string | undefined)[]> = { '/one': [], '/two': [] };
  const asking = (name: '/one' | '/two') =>
    defineCommand({
      id: `test.${name.slice(1)}`,
      command: name,
      summary: '',
      usage: '',
      parse: (text) => text,
      async answer() {
        seen[name]?.push(requestId());
        await later(20, undefined);
        seen[name]?.push(requestId());
        return reply.ephemeral(say(name));
      },
      after: async () => void seen[name]?.push(requestId()),
    });
  const app = await testSlackApp([asking('/one'), asking('/two')]);
  await Promise.all([app.send(slashCommand('/one', '')), app.send(slashCommand('/two', ''))]);
  await expect.poll(() => Object.values(seen).flat().length).toBe(6);
  expect(Object.values(seen).map((ids) => new Set(ids).size)).toEqual([1, 1]);
  expect(new Set(Object.values(seen).flat()).size).toBe(2);
  const answered = app.logged.filter(({ event }) => event === 'slack.answered');
  expect(Object.fromEntries(answered.map((line) => [line.fields['entry'], line.requestId]))).toEqual({
    'test.one': seen['/one']?.[0],
    'test.two': seen['/two']?.[0],
  });
});
