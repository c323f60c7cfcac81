import { expect, onTestFinished } from 'vitest';
import { createDefinitions } from '#app/create-definitions.ts';
import { createPictures } from '#catalog/picture/create-pictures.ts';
import { createWorkerPool } from '#workers/worker-pool.ts';
import { checkMessage } from './check-blocks.ts';
import { opened, paperProposals } from './paper-proposals.ts';
import { paperLinks } from './paper-links.ts';
import { paymentsCompany } from './payments-company.ts';
import { slackEvent } from './signed-request.ts';
import { person, type SlackApp, type SlackAppOptions, startSlackApp } from './slack-app.ts';
import { entity, world } from './world.ts';

const takeover = { entity: entity('Component', 'takeover', { type: 'service', owner: 'team-payments' }), source: 'secret' };
const sources = [{ name: 'catalog' }, { name: 'secret', visibleTo: ['group:default/team-payments'] }];
const company = world({ entities: [...paymentsCompany, takeover], sources });

/** In the world of paper a uid is a ref. */
const links = paperLinks({ channel: 'C0LINKED', uid: 'component:default/payments-api' });

/** Started when something is drawn, ended when nothing more is. */
const threads = createWorkerPool({ threads: 1 });

const anaOfPayments = { userRef: 'user:default/ana', groups: ['group:default/team-payments', 'group:default/commerce-engineering'] };

export interface AskingApp extends SlackApp {
  /** Waits for what a request leads to, and checks that Slack would take it. */
  said: (method: string, already?: number) => Promise<Record<string, unknown>>;
}

/**
 * All that the product answers, over signed HTTP, in a small company: Ana is of Team Payments and sees its secret
 * takeover, Ben is not, Gus is a guest and Ext of another organisation. `C0LINKED` is linked to payments-api.
 */
export async function startAskingApp(options: SlackAppOptions = {}): Promise<AskingApp> {
  const app = await startSlackApp({
    definitions: createDefinitions({
      catalog: { owners: new Map(), fallback: { channel: '#platform' } },
      commands: new Map(),
      links,
      pictures: createPictures(threads),
      proposals: paperProposals(opened),
    }),
    directory: company,
    persons: [
      person('U0ANA'),
      person('U0BEN'),
      person('U0GUS', { kind: 'guest' }),
      person('U0EXT', { kind: 'external', teamId: 'T0OTHER' }),
    ],
    authorityOf: (email) => (email === 'u0ana@acme.test' ? anaOfPayments : { groups: [] }),
    ...options,
  });
  onTestFinished(() => app.stop());
  app.fake.channels.set('C0GENERAL', { id: 'C0GENERAL', is_member: true });
  app.fake.channels.set('C0LINKED', { id: 'C0LINKED', is_member: true });
  app.fake.channels.set('C0SHARED', { id: 'C0SHARED', is_member: true, is_ext_shared: true });
  app.fake.channels.set('C0OUTSIDE', { id: 'C0OUTSIDE', is_member: false });
  return {
    ...app,
    async said(method, already = 0) {
      const call = await app.fake.next(method, already);
      expect([call.method, call.result]).toEqual([method, 'ok']);
      expect(checkMessage(call.args)).toEqual([]);
      return call.args;
    },
  };
}

export const mention = (text: string, more: Record<string, unknown> = {}): string =>
  slackEvent({ type: 'app_mention', channel: 'C0GENERAL', user: 'U0ANA', ts: '1700000000.000500', text, ...more });

export const direct = (text: string, more: Record<string, unknown> = {}): string =>
  slackEvent({ type: 'message', channel_type: 'im', channel: 'D0ANA', user: 'U0ANA', ts: '1700000000.000500', text, ...more });

/** As alerting tools post them: no text, the service in a field. */
export const alert = {
  text: '',
  bot_id: 'B9',
  attachments: [
    {
      fields: [
        { title: 'Service', value: 'payments-api' },
        { title: 'Severity', value: 'page' },
      ],
    },
  ],
};
