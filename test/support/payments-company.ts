import type { Entity } from '#core/entity.ts';
import { entity } from './world.ts';

/** A small company: payments-api of Team Payments under Commerce Engineering, in checkout of the commerce domain. */
export const paymentsCompany: readonly Entity[] = [
  entity(
    'Component',
    'payments-api',
    {
      type: 'service',
      lifecycle: 'production',
      owner: 'team-payments',
      system: 'checkout',
      dependsOn: ['resource:ledger-store', 'component:queue-legacy'],
    },
    {
      annotations: { 'github.com/project-slug': 'acme/payments-api', 'pagerduty.com/service-id': 'PAY1234' },
      links: [
        { url: 'https://grafana.acme.test/d/payments', title: 'Dashboard' },
        { url: 'https://wiki.acme.test/payments/runbook', title: 'Runbook' },
        { url: 'https://acme.slack.com/archives/C0PAYROOM', title: 'Room' },
      ],
    },
  ),
  entity('Component', 'checkout-bff', {
    type: 'website',
    lifecycle: 'production',
    owner: 'team-web',
    system: 'checkout',
    dependsOn: ['component:payments-api'],
  }),
  entity('Component', 'legacy-batch', { type: 'service', lifecycle: 'deprecated', owner: 'team-payment', system: 'checkout' }),
  entity('Resource', 'ledger-store', { type: 'database', owner: 'team-ledger' }),
  entity('System', 'checkout', { owner: 'team-checkout', domain: 'commerce' }),
  entity('Domain', 'commerce', { owner: 'commerce-engineering' }),
  entity(
    'Group',
    'team-payments',
    {
      type: 'team',
      parent: 'commerce-engineering',
      children: ['team-cards'],
      profile: { displayName: 'Team Payments', email: 'payments@acme.test' },
    },
    { annotations: { 'slack.com/bot-notify': 'team-payments', 'slack.com/user-group': '@payments-oncall', 'switchboard.io/lead': 'bo' } },
  ),
  entity('Group', 'team-cards', { type: 'team', children: [], profile: { displayName: 'Team Cards' } }),
  entity('Component', 'card-vault', { type: 'service', lifecycle: 'production', owner: 'team-cards' }),
  entity('API', 'cards-v1', { type: 'openapi', lifecycle: 'experimental', owner: 'team-cards' }),
  entity('Group', 'team-web', { type: 'team', children: [] }),
  entity('Group', 'team-ledger', { type: 'team', children: [] }),
  entity('Group', 'team-checkout', { type: 'team', children: [], profile: { displayName: 'Team Checkout' } }),
  entity(
    'Group',
    'commerce-engineering',
    { type: 'business-unit', children: [], profile: { displayName: 'Commerce Engineering' } },
    { slackChannel: '#commerce' },
  ),
  entity('User', 'bo', { memberOf: ['team-payments'], profile: { displayName: 'Bo Berg', email: 'bo@acme.test' } }),
  entity('User', 'ana', { memberOf: ['team-payments'], profile: { displayName: 'Ana Ruiz', email: 'ana@acme.test' } }),
];
