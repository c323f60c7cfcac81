import { describe, expect, test } from 'vitest';
import { reply } from '#core/reply.ts';
import { defineRequest } from '#slack/define-request.ts';
import { ownerPhrases } from '../owner-phrases.ts';
import { parseRequest } from './parse-request.ts';

const common = { label: 'L', summary: 'S', usage: '<name>', examples: () => [], parse: String, answer: () => reply.none };
const owner = defineRequest({ id: 'catalog.owner', phrases: ownerPhrases, ...common });
const impact = defineRequest({ id: 'catalog.impact', phrases: ['impact', 'what breaks without', 'what if … is down'], ...common });

function said(text: string, self = 'U0BOT'): string {
  const understood = parseRequest(text, [owner, impact], self);
  if (understood.kind === 'request') return `${understood.request.id}(${understood.text})`;
  if (understood.kind !== 'unknown') return understood.kind;
  const { near } = understood;
  return `unknown(${understood.said})${near ? ` near ${near.request.id}(${near.text})` : ''}`;
}

describe('the owner of something', () => {
  test.each([
    'owns payments-api',
    'owner payments-api',
    'owner of payments-api',
    'whoowns payments-api',
    'Who owns payments-api?',
    'who owns the payments-api',
    'who’s the owner of payments-api, please',
    '<@U0BOT> who owns payments-api?',
    "hey <@U0BOT>, who's the owner of payments-api please",
    'who owns payments-api? <@U0BOT|switchboard>',
    'Hi all! Could you please tell me who owns payments-api, thanks!',
    'who does payments-api belong to?',
    'who is payments-api owned by',
    'payments-api owner?',
    'whose is payments-api',
    'which team owns payments-api right now?',
    '<@U0BOT> it is down again.\nwho owns payments-api?\nI cannot find it',
    'does anybody know who is responsible for payments-api?',
    '<@U0BO> <@U0BOT> who owns payments-api?',
    '<!here> <@U0BOT> who owns payments-api?',
    '<@U0BOT> <!subteam^S0OPS|@ops>, hi <@U0BO>: who owns payments-api?',
  ])('%s', (text) => expect(said(text)).toMatch(/^catalog\.owner\(payments-api,?\)$/));

  test.each([
    ['who owns <https://github.com/acme/payments-api|the repo>?', 'catalog.owner(<https://github.com/acme/payments-api|the repo>)'],
    ['owns <@U0ANA|ana>', 'catalog.owner(<@U0ANA|ana>)'],
    ['owner <#C1|pay room>', 'catalog.owner(<#C1|pay room>)'],
    ['who owns component:default/payments-api', 'catalog.owner(component:default/payments-api)'],
    ['owner the', 'catalog.owner(the)'],
    ['who owns &lt;!channel&gt;?', 'catalog.owner(&lt;!channel&gt;)'],
    ['who owns x &amp; y;', 'catalog.owner(x &amp; y)'],
    ['<@U0BO> owner?', 'catalog.owner(<@U0BO>)'],
    ['owns', 'catalog.owner()'],
    ['owner', 'catalog.owner()'],
    ['who owns please', 'catalog.owner()'],
  ])('%s', (text, understood) => expect(said(text)).toBe(understood));
});

test('the word in front says what is asked, and one behind belongs to what it is asked of', () => {
  const search = defineRequest({ id: 'catalog.search', phrases: ['search'], ...common });
  for (const requests of [
    [owner, search],
    [search, owner],
  ]) {
    expect(parseRequest('search team-payments owner', requests)).toMatchObject({ request: search, text: 'team-payments owner' });
    expect(parseRequest('team-payments owner', requests)).toMatchObject({ request: owner, text: 'team-payments' });
    expect(parseRequest('search', requests)).toMatchObject({ request: search, text: '' });
  }
  expect(parseRequest('search owner', [owner, search])).toMatchObject({ request: owner, text: 'search' });
});

test('other parts add their own phrases, and the one that says more wins', () => {
  expect(said('impact payments-api')).toBe('catalog.impact(payments-api)');
  expect(said('what if payments-api is down?')).toBe('catalog.impact(payments-api)');
  expect(said('what breaks without payments-api?')).toBe('catalog.impact(payments-api)');
});

test.each([
  ['', 'menu'],
  ['<@U0BOT>', 'menu'],
  ['hi there <@U0BOT>!', 'menu'],
  ['menu', 'menu'],
  ['help', 'help'],
  ['Help!', 'help'],
  ['?', 'help'],
  ['<@U0BOT> what can you do?', 'help'],
])('%s → %s', (text, understood) => expect(said(text)).toBe(understood));

test.each([
  ['ownss payments-api', 'unknown(ownss payments-api) near catalog.owner(payments-api)'],
  ['who own payments-api', 'unknown(who own payments-api) near catalog.owner(payments-api)'],
  ['imapct cart', 'unknown(imapct cart) near catalog.impact(cart)'],
  ['please frobnicate the cart', 'unknown(frobnicate the cart)'],
  ['payments-api', 'unknown(payments-api)'],
])('%s is not understood, and what is nearest is known', (text, understood) => expect(said(text)).toBe(understood));

test('before Slack has said who we are, the first person mentioned is us', () => {
  expect(parseRequest('<@U0BOT> who owns <@U0ANA>', [owner])).toMatchObject({ kind: 'request', text: '<@U0ANA>' });
});

test('any text ends at once', () => {
  const before = performance.now();
  for (const text of [
    '<'.repeat(5000),
    'who owns '.repeat(900),
    ' .'.repeat(5000),
    '…'.repeat(5000),
    'please '.repeat(3000),
    '<@U0BOT '.repeat(900),
  ])
    said(text);
  expect(performance.now() - before).toBeLessThan(500);
});
