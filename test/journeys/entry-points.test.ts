import { pressedText } from '#catalog/slack/buttons/pressed.ts';
import { describe, expect, test } from 'vitest';
import { alert, type AskingApp, direct, mention, startAskingApp } from '../support/asking-app.ts';
import { startAskingAppOverSocket } from '../support/asking-socket.ts';
import { blockAction, blockSuggestion, globalShortcut, messageShortcut, slashCommand, viewSubmission } from '../support/signed-request.ts';

/** One way to ask: what Slack sends, where the answer appears, what it says, and its price: calls to Slack, statements. */
interface EntryPoint {
  sends: (app: AskingApp) => string;
  /** In the response or acknowledgement, or by this method. */
  answered: 'at once' | 'response_url' | 'chat.postMessage' | 'chat.postEphemeral' | 'views.open';
  says: string;
  costs: { slack: number; sql: number };
}

const nothing = { slack: 0, sql: 0 };
const oneCall = { slack: 1, sql: 0 };
const owned = 'payments-api is owned by Team Payments.';
const thing = 'payments-api is a service in production, owned by Team Payments.';
const ref = 'component:default/payments-api';

/** A click on one of our own messages. */
const click = (id: string, value: string) => (app: AskingApp) =>
  blockAction({ action_id: id, value }, { responseUrl: app.fake.responseUrl() });
const command = (name: string, words: string) => () => slashCommand(name, words);
const chosen = { 'catalog.suggest': { type: 'external_select', selected_option: { value: ref } } };

const entryPoints: Record<string, EntryPoint> = {
  '/whoowns': { sends: command('/whoowns', 'payments-api'), answered: 'at once', says: owned, costs: nothing },
  '/deps': { sends: command('/deps', 'payments-api'), answered: 'at once', says: 'payments-api depends on', costs: nothing },
  '/catalog impact X': { sends: command('/catalog', 'impact payments-api'), answered: 'at once', says: 'is down', costs: nothing },
  '/catalog owns X': { sends: command('/catalog', 'owns payments-api'), answered: 'at once', says: owned, costs: nothing },
  '/whoowns alone where the channel is linked': {
    sends: () => slashCommand('/whoowns', '', { channel: 'C0LINKED' }),
    answered: 'at once',
    says: owned,
    costs: nothing,
  },
  '/catalog following': {
    sends: command('/catalog', 'following'),
    answered: 'at once',
    says: 'This channel follows nothing',
    costs: nothing,
  },
  '/catalog link-channel alone': {
    sends: command('/catalog', 'link-channel'),
    answered: 'at once',
    says: 'linked to nothing',
    costs: nothing,
  },
  '/catalog show X': { sends: command('/catalog', 'show payments-api'), answered: 'at once', says: thing, costs: nothing },
  '/catalog search X': {
    sends: command('/catalog', 'search payments kind:component'),
    answered: 'at once',
    says: '"action_id":"catalog.show"',
    costs: nothing,
  },
  // There is no database here, which costs as much as one.
  '/catalog history X': {
    sends: command('/catalog', 'history payments-api'),
    answered: 'at once',
    says: 'what changed cannot be told right now',
    costs: { slack: 0, sql: 1 },
  },
  '/catalog stats': { sends: command('/catalog', 'stats'), answered: 'at once', says: '░', costs: nothing },
  Chart: {
    sends: click('catalog.stats-chart', 'kind:component'),
    answered: 'response_url',
    says: 'The chart is in our direct messages.',
    costs: { slack: 5, sql: 0 },
  },
  'Next in a search': {
    sends: click('catalog.search-page', '0 kind:component'),
    answered: 'response_url',
    says: 'things* fit `kind:component`.',
    costs: oneCall,
  },
  '/catalog teams': {
    sends: command('/catalog', 'teams'),
    answered: 'at once',
    says: 'owns 4 things, 2 of them through child groups',
    costs: nothing,
  },
  '/catalog alone': { sends: command('/catalog', ''), answered: 'at once', says: '`/whoowns &lt;', costs: nothing },
  'an unknown word': { sends: command('/catalog', 'frobnicate'), answered: 'at once', says: 'I do not know what to do', costs: nothing },
  // An event is claimed; what all can read is posted only after Slack has said who reads it.
  'a mention in a thread': {
    sends: () => mention('<@U0BOT> who owns payments-api?', { thread_ts: '1700000000.000100' }),
    answered: 'chat.postMessage',
    says: '"thread_ts":"1700000000.000100"',
    costs: { slack: 2, sql: 1 },
  },
  'a mention alone where the channel is linked': {
    sends: () => mention('<@U0BOT>', { channel: 'C0LINKED' }),
    answered: 'chat.postMessage',
    says: owned,
    costs: { slack: 2, sql: 1 },
  },
  'a mention that is no question': {
    sends: () => mention('<@U0BOT> frobnicate'),
    answered: 'chat.postEphemeral',
    says: '`@switchboard owner',
    costs: { slack: 1, sql: 1 },
  },
  'a direct message': {
    sends: () => direct('who owns payments-api?'),
    answered: 'chat.postMessage',
    says: owned,
    costs: { slack: 1, sql: 1 },
  },
  '“Who owns this?” on a message': {
    sends: (app) => messageShortcut('catalog.who-owns-this', alert, { responseUrl: app.fake.responseUrl() }),
    answered: 'response_url',
    says: 'Share in Thread',
    costs: oneCall,
  },
  '“Find Owner” from anywhere': {
    sends: (app) => globalShortcut('catalog.find-owner', { trigger: app.fake.trigger() }),
    answered: 'views.open',
    says: '"callback_id":"catalog.find-owner"',
    costs: oneCall,
  },
  'what Find Owner offers while one types': {
    sends: () => blockSuggestion('catalog.suggest', 'payme'),
    answered: 'at once',
    says: `"value":"${ref}"`,
    costs: nothing,
  },
  'Find Owner, submitted': {
    sends: () => viewSubmission({ callback_id: 'catalog.find-owner', state: { values: { entity: chosen } } }),
    answered: 'at once',
    says: '"response_action":"update"',
    costs: nothing,
  },
  Dependencies: { sends: click('catalog.dependencies', ref), answered: 'response_url', says: 'payments-api', costs: oneCall },
  Impact: { sends: click('catalog.impact', ref), answered: 'response_url', says: 'payments-api', costs: oneCall },
  Expand: { sends: click('catalog.deps-list', `up 1 0 ${ref}`), answered: 'response_url', says: 'payments-api', costs: oneCall },
  // The direct messages are asked for, then an address for the file, which gets the bytes, and the file is shown.
  Picture: {
    sends: click('catalog.picture', ref),
    answered: 'response_url',
    says: 'The picture of *payments-api* is in our direct messages.',
    costs: { slack: 5, sql: 0 },
  },
  Details: { sends: click('catalog.show', ref), answered: 'response_url', says: thing, costs: oneCall },
  Owner: { sends: click('catalog.show-owner', ref), answered: 'response_url', says: owned, costs: oneCall },
  'My Teams': { sends: click('catalog.teams', ''), answered: 'response_url', says: 'You are in 1 team.', costs: oneCall },
  Why: { sends: click('catalog.why', ref), answered: 'response_url', says: 'payments-api', costs: oneCall },
  'Report Wrong Owner': {
    sends: (app) => blockAction({ action_id: 'catalog.report-owner', value: ref }, { trigger: app.fake.trigger() }),
    answered: 'views.open',
    says: 'payments-api',
    costs: oneCall,
  },
  'what its form offers while one types': {
    sends: () => blockSuggestion('catalog.suggest-owner', 'payments'),
    answered: 'at once',
    says: '"value":"group:default/team-payments"',
    costs: nothing,
  },
  // What changes something is claimed.
  'Add Link, submitted': {
    sends: () =>
      viewSubmission({
        callback_id: 'catalog.add-link',
        private_metadata: pressedText({ ref, key: 'key', read: 'alone' }),
        state: { values: { url: { text: { type: 'plain_text_input', value: 'https://wiki.example' } } } },
      }),
    answered: 'at once',
    says: 'pull/7|Pull request #7',
    costs: { slack: 0, sql: 1 },
  },
  'This One': { sends: click('catalog.choose', ref), answered: 'response_url', says: owned, costs: oneCall },
};

describe.each([
  ['HTTP', startAskingApp],
  ['Socket Mode', startAskingAppOverSocket],
])('over %s', (_name, start) => {
  test.each(Object.entries(entryPoints))('%s', async (_entry, { sends, answered, says, costs }) => {
    const app = await start();
    const { json } = await app.send(sends(app));
    const answer = answered === 'at once' ? json : (await app.fake.next(answered)).args;
    expect(JSON.stringify(answer)).toContain(says);
    await quiet(app);
    expect(app.spent()).toEqual(costs);
    expect(app.fake.calls.filter(({ result }) => result !== 'ok')).toEqual([]);
  });

  test('Share in Thread: asked who reads there, posted, confirmed, and claimed as everything that changes something', async () => {
    const app = await start();
    await app.send(click('catalog.share', `1700000000.000300 ${ref}`)(app));
    expect(await app.said('chat.postMessage')).toMatchObject({ channel: 'C0GENERAL', thread_ts: '1700000000.000300' });
    expect(JSON.stringify(await app.said('response_url'))).toContain('Shared in the thread.');
    await quiet(app);
    expect(app.spent()).toEqual({ slack: 3, sql: 1 });
  });
});

const quiet = (app: AskingApp) => expect.poll(() => app.slack.counts().underWay).toBe(0);
