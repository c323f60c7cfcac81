import type { AddressInfo } from 'node:net';
import type { Clock } from '#core/clock.ts';
import type { Log } from '#core/log.ts';
import type { Workbench } from '#workbench/create-workbench.ts';
import type { Declared } from '#workbench/act.ts';
import type { Config } from '../config.ts';
import type { Answering } from './create-answering.ts';
import { servesWorkbench } from './serves-workbench.ts';
import { connectSlack, type SlackDeps, type SlackPart } from './connect-slack.ts';

/** The local workspace, in place of Slack. */
export interface LocalSlack {
  workbench: Workbench;
  connect: (deps: SlackDeps) => SlackPart | undefined;
}

/**
 * The workbench, when neither Slack is configured nor anybody but this machine can reach the port; otherwise nothing of
 * it is even loaded.
 */
export async function openWorkbench({ env }: Config, deps: { clock: Clock; log: Log }): Promise<LocalSlack | undefined> {
  if (!servesWorkbench(env)) return undefined;
  const { createWorkbench } = await import('#workbench/create-workbench.ts');
  const workbench = await createWorkbench(deps);
  return {
    workbench,
    connect(given) {
      const { botToken, apiUrl, signingSecret } = workbench.slack;
      const slack = { botToken, apiUrl, transport: { mode: 'http' as const, signingSecret } };
      const config = { ...given.config, env: { ...given.config.env, slack } };
      const part = connectSlack({ ...given, config, personStore: forgetful });
      // Its people must not be taken for those of the Slack that is connected next.
      return part && { ...part, extras: {} };
    },
  };
}

const forgetful = { load: () => Promise.resolve([]), save: () => Promise.resolve() };

/** Domains of the example organisation, so that the cards of links can be seen where no Slack is connected. */
export const exampleDomains: readonly string[] = ['wiki.halyard.example', 'grafana.halyard.example'];

/** Where the app listens, as the workbench reaches it. */
export function baseOf(address: AddressInfo | string | null): string {
  if (typeof address !== 'object' || !address) throw new Error('The server has no port.');
  return `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`;
}

/** What the running app answers, for the page to offer. */
export function declaredBy({ commands, definitions }: Pick<Answering, 'commands' | 'definitions'>): Declared {
  return {
    commands: commands.map(({ name, definition }) => ({ name, usage: definition.usage, summary: definition.summary })),
    shortcuts: definitions.flatMap((definition) =>
      definition.type === 'shortcut' ? { id: definition.id, label: definition.name, on: definition.on } : [],
    ),
    domains: definitions.flatMap((definition) => (definition.type === 'event' ? (definition.domains ?? []) : [])),
    events: definitions.flatMap((definition) => (definition.type === 'event' ? (definition.subscription ?? definition.event) : [])),
  };
}
