import { describe, expect, test } from 'vitest';
import { sampleWorld, verdict } from '../../../test/support/world-of.ts';
import type { SampleWorld } from '../../../test/support/world-of.ts';

const ask = (sample: SampleWorld, text: string) => verdict(sample.find(text));

describe('people, teams and where they talk', () => {
  const ids: Record<string, string> = { U07ANA: 'Ana@halyard.example', U08BO: 'bo@halyard.example' };
  const sample = sampleWorld(
    { emailOf: (id) => ids[id], userGroupIdOf: (handle) => (handle === 'payments-oncall' ? 'S0PAY' : undefined) },
    new Map([['group:default/team-orders', { channel: '#orders-help', userGroup: '@orders-crew' }]]),
  );
  sample.add('User:ana.lopez', {
    metadata: { annotations: { 'github.com/user-login': 'anita' } },
    spec: { profile: { email: 'ana@halyard.example', displayName: 'Ana López' } },
  });
  sample.add('User:bo', { spec: { profile: { email: 'other@halyard.example' } } });
  sample.add('Group:team-payments', {
    metadata: {
      annotations: { 'slack.com/channel': '#pay-talk', 'slack.com/user-group': '@payments-oncall', 'github.com/team-slug': 'halyard/pay' },
    },
    spec: { profile: { email: 'pay@halyard.example' } },
  });
  sample.add('Group:team-orders');
  sample.add('Group:team-search', {
    metadata: { annotations: { 'slack.com/user-group': 'S0SEARCH', 'slack.com/bot-notify': 'C0SEARCH1' } },
  });
  sample.add('Component:payments', { owner: 'team-payments', metadata: { annotations: { 'slack.com/bot-notify': '#pay-talk' } } });
  sample.add('Component:cart', { owner: 'team-orders', metadata: { slackChannel: 'cart-alerts' } });
  sample.add('Component:web', {
    owner: 'team-orders',
    metadata: { links: [{ url: 'https://halyard.slack.com/archives/C0WEB4567' }] },
  });

  test.each([
    ['ana@halyard.example', 'one user:ana.lopez'],
    ['<mailto:Ana@halyard.example|Ana@halyard.example>', 'one user:ana.lopez'],
    ['<@U07ANA|whoever>', 'one user:ana.lopez'],
    ['@ana.lopez', 'one user:ana.lopez'],
    ['@anita', 'one user:ana.lopez'],
    ['ana lópez', 'one user:ana.lopez'],
    ['@payments-oncall', 'one group:team-payments'],
    ['<!subteam^S0PAY|@payments-oncall>', 'one group:team-payments'],
    ['<!subteam^S0SEARCH>', 'one group:team-search'],
    ['<!subteam^S0OTHER|@orders-crew>', 'one group:team-orders'],
    ['@halyard/pay', 'one group:team-payments'],
    ['https://github.com/orgs/halyard/teams/pay', 'one group:team-payments'],
    ['pay@halyard.example', 'one group:team-payments'],
    ['#pay-talk', 'one group:team-payments'],
    ['<#C0ANY|pay-talk>', 'one group:team-payments'],
    ['<#C0SEARCH1|>', 'one group:team-search'],
    ['#cart-alerts', 'one component:cart'],
    ['#orders-help', 'one group:team-orders'],
    ['https://halyard.slack.com/archives/C0WEB4567/p1700000000', 'one component:web'],
  ])('%j: %s', (text, expected) => {
    expect(ask(sample, text)).toBe(expected);
  });

  test('a Slack person is told by Slack’s own email, never by a name that somebody gave to themselves', () => {
    expect(ask(sample, '<@U08BO|bo>')).toBe('several of 1: user:bo');
  });

  test('a channel that nobody has is not taken for a component of that name', () => {
    expect(ask(sample, '#payments')).toBe('several of 1: component:payments');
  });
});

describe('identifiers of other tools', () => {
  const sample = sampleWorld();
  const annotations = {
    'backstage.io/kubernetes-id': 'pay-core',
    'backstage.io/kubernetes-namespace': 'money',
    'pagerduty.com/service-id': 'PABC123',
    'argocd/app-name': 'pay-prod',
  };
  sample.add('Component:payments', { owner: 'team-payments', metadata: { annotations } });
  sample.add('Component:payments-api', { owner: 'team-api' });
  sample.add('Component:db', {
    owner: 'team-db',
    metadata: { annotations: { 'backstage.io/kubernetes-label-selector': 'tier=db,app=ledger-db' } },
  });

  test.each([
    ['payments-api-7d9f8b6c5-x2x9k', 'one component:payments-api'],
    ['pay-core-7d9f8b6c5-x2x9k', 'one component:payments'],
    ['pod/payments-api-7d9f8b6c5-x2x9k', 'one component:payments-api'],
    ['money/pay-core-7d9f8b6c5-x2x9k', 'one component:payments'],
    ['deployment.apps/pay-core', 'one component:payments'],
    ['ledger-db-0', 'one component:db'],
    ['pay-core.money.svc.cluster.local', 'one component:payments'],
    ['http://pay-core.money.svc.cluster.local:8080/health', 'one component:payments'],
    ['pay-core:8080', 'one component:payments'],
    ['http://pay-core:8080/health', 'one component:payments'],
    ['redis://ledger-db:6379', 'one component:db'],
    ['paymnts:8080', 'several of 1: component:payments'],
    ['http://paymnts:8080/', 'several of 1: component:payments'],
    ['pabc123', 'one component:payments'],
    ['https://halyard.pagerduty.com/service-directory/PABC123/activity', 'one component:payments'],
    ['pay-prod', 'one component:payments'],
  ])('%s: %s', (text, expected) => {
    expect(ask(sample, text)).toBe(expected);
  });

  test('a pod counts only by its full stem and in its own namespace', () => {
    expect(ask(sample, 'payments-worker-7d9f8b6c5-x2x9k')).not.toMatch(/^(one|assumed)/);
    expect(ask(sample, 'paymnts-api-7d9f8b6c5-x2x9k')).toBe('several of 1: component:payments-api');
    expect(ask(sample, 'other/pay-core-7d9f8b6c5-x2x9k')).not.toMatch(/^(one|assumed)/);
    expect(ask(sample, 'payments-https')).not.toMatch(/^(one|assumed)/);
  });
});

describe('addresses', () => {
  const sample = sampleWorld();
  const at = (slug: string, extra: Record<string, string> = {}) => ({ annotations: { 'github.com/project-slug': slug, ...extra } });
  const folder = (path: string) => ({
    annotations: { 'backstage.io/source-location': `url:https://github.com/halyard/shop/tree/main/${path}/` },
  });
  const links = (...urls: string[]) => ({ links: urls.map((url) => ({ url })) });
  sample.add('Component:payments', { owner: 'team-payments', metadata: at('halyard/payments-service') });
  sample.add('Component:cart', { owner: 'team-cart', metadata: folder('services/cart') });
  sample.add('Component:cart-ui', { owner: 'team-web', metadata: folder('services/cart-ui') });
  sample.add('Component:search', { owner: 'team-search', metadata: { annotations: { 'gitlab.com/project-slug': 'halyard/find/search' } } });
  sample.add('Component:desk', { owner: 'team-desk', metadata: { annotations: { 'dev.azure.com/project-repo': 'Office/Desk' } } });
  sample.add('Component:own-host', {
    owner: 'team-own',
    metadata: { annotations: { 'backstage.io/source-location': 'url:https://git.halyard.example/core/own-host' } },
  });
  sample.add('Resource:ledger', {
    owner: 'team-ledger',
    metadata: links('https://grafana.halyard.example/d/abc/ledger', 'https://ledger.halyard.example/', 'https://github.com/halyard'),
  });
  sample.add('Resource:vault', {
    owner: 'team-vault',
    metadata: links('https://grafana.halyard.example/d/def?var=vault', 'https://vault.example:8200/ui'),
  });

  test.each([
    ['halyard/payments-service', 'one component:payments'],
    ['payments-service', 'one component:payments'],
    ['https://github.com/halyard/payments-service', 'one component:payments'],
    ['<https://github.com/Halyard/Payments-Service/issues/12|#12>', 'one component:payments'],
    ['github.com/halyard/payments-service/blob/main/src/a.ts#L10', 'one component:payments'],
    ['git@github.com:halyard/payments-service.git', 'one component:payments'],
    ['ssh://git@github.com/halyard/payments-service.git', 'one component:payments'],
    ['https://github.com/halyard/shop/blob/main/services/cart/src/a.ts', 'one component:cart'],
    ['https://github.com/halyard/shop/tree/main/services/cart-ui', 'one component:cart-ui'],
    ['https://github.com/halyard/shop', 'several of 2: component:cart component:cart-ui'],
    ['https://github.com/halyard/shop/tree/main/services/other', 'several of 2: component:cart component:cart-ui'],
    ['https://gitlab.com/halyard/find/search/-/merge_requests/3', 'one component:search'],
    ['halyard/find/search', 'one component:search'],
    ['https://gitlab.com/halyard/find/search/activity', 'one component:search'],
    ['https://dev.azure.com/halyard/Office/_git/Desk?path=/src', 'one component:desk'],
    ['https://git.halyard.example/core/own-host/src/branch/main/a.ts', 'one component:own-host'],
    ['https://git.halyard.example/halyard/payments-service', 'one component:payments'],
    ['https://grafana.halyard.example/d/abc/ledger?orgId=1&from=now', 'one resource:ledger'],
    ['https://grafana.halyard.example/d/abc/ledger/edit', 'one resource:ledger'],
    ['https://ledger.halyard.example/accounts/12', 'one resource:ledger'],
    ['ledger.halyard.example', 'one resource:ledger'],
    ['https://grafana.halyard.example/d/def?var=vault', 'one resource:vault'],
    ['vault.example:8200', 'one resource:vault'],
  ])('%s: %s', (text, expected) => {
    expect(ask(sample, text)).toBe(expected);
  });

  test.each([
    ['a page beside the link', 'https://grafana.halyard.example/d/abc/ledger2'],
    ['a page above the link', 'https://grafana.halyard.example/d/abc'],
    ['the same page with other parameters than the link names', 'https://grafana.halyard.example/d/def?var=other'],
    ['a host that two owners share', 'grafana.halyard.example'],
    ['another repository of a linked organisation', 'https://github.com/halyard/new-thing'],
    ['a page of a host to which only pages are linked', 'https://vault.example:8200/other'],
    ['a like slug on another public host', 'https://gitlab.com/halyard/payments-service'],
    ['a repository whose name only begins alike', 'https://github.com/halyard/payments-service-old'],
  ])('%s is nothing sure', (_, text) => {
    expect(ask(sample, text)).not.toMatch(/^(one|assumed)/);
  });

  test('an entity that names no repository is found by the one its descriptor was read from', () => {
    const plain = sampleWorld();
    plain.add('Component:mail', { owner: 'team-mail', source: 'git-1', path: 'services/mail/catalog-info.yaml' });
    plain.add('System:office', { owner: 'team-office', source: 'git-1', path: 'catalog-info.yaml' });
    plain.world.repositories = () => [{ source: 'git-1', url: 'https://github.com/halyard/office' }];
    expect(ask(plain, 'https://github.com/halyard/office/blob/main/services/mail/src/a.ts')).toBe('one component:mail');
    expect(ask(plain, 'git@github.com:halyard/office.git')).toBe('one system:office');
    expect(ask(plain, 'https://github.com/halyard/other')).toBe('none: ');
    plain.world.repositories = () => [{ source: 'git-1', url: 'https://gitlab.com/halyard/tools/office.git' }];
    expect(ask(plain, 'https://gitlab.com/halyard/tools/office')).toBe('one system:office');
    expect(ask(plain, 'https://gitlab.com/halyard/tools/office/-/tree/main/services/mail')).toBe('one component:mail');
  });
});
