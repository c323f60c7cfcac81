import type { AddressInfo } from 'node:net';
import { relative } from 'node:path';
import type { Directory } from '#core/directory.ts';
import type { Config } from '../config.ts';
import { servesWorkbench } from './serves-workbench.ts';

/** What runs, where, and what is missing for real Slack: at most six lines. */
export function welcome(config: Config, address: AddressInfo | string | null, directory: Directory | undefined): string[] {
  const { env } = config;
  const at =
    typeof address === 'object' && address
      ? `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`
      : String(address);
  const sources = directory?.sources() ?? [];
  const folder = relative(process.cwd(), env.dataDir);
  return [
    servesWorkbench(env) && typeof address === 'object' && address
      ? `Switchboard: open http://localhost:${address.port}/ in a browser, a small Slack on this machine to try it in`
      : `Switchboard answers on ${at}`,
    `Catalog: ${plural(directory?.size ?? 0, 'entity', 'entities')} from ${config.file ? plural(sources.length, 'source', 'sources') : 'the example organisation in manifests/'}${config.file ? '' : ' (write a switchboard.yaml for your own)'}`,
    `Database: ${env.databaseUrl ? 'Postgres' : `embedded, in ${folder.startsWith('..') || folder === '' ? env.dataDir : `./${folder}`}`}${age(directory)}`,
    `Slack: ${slackLine(env, at)}`,
    ...(config.file ? [] : ['Ask: npx switchboard ask "/whoowns payments"']),
  ];
}

function slackLine(env: Config['env'], at: string): string {
  const mode = env.slack?.transport.mode;
  if (mode === 'socket') return 'Socket Mode, connecting; no public address is needed';
  if (mode === 'http') return `requests go to ${at}/slack/events`;
  const why = env.role === 'work' ? 'ROLE=work: it answers nobody' : `HOST=${env.host}: others could reach it`;
  const off = servesWorkbench(env) ? '' : `The workbench is off with ${why}. `;
  return `not connected. ${off}Set SLACK_BOT_TOKEN and SLACK_APP_TOKEN (README, Connect it to your Slack)`;
}

function age(directory: Directory | undefined): string {
  if (!directory || directory.freshness.from === 'database') return '';
  return `, away; answering from the snapshot of ${directory.freshness.asOf.toISOString()}`;
}

function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
