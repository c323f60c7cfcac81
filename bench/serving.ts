import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { postgresState, startServer } from './postgres-server.ts';
import { freePort, runProduct, startProduct } from './product.ts';
import { botToken, ourTeam, startTestSlack, type TestSlack } from '../test/support/test-slack.ts';
import { signingSecret } from '../test/support/signed-request.ts';
import { watchedLoop } from './loop-delay.ts';
import { connectSlack, type SlackClient } from './slack-client.ts';
import { makeOrganisation, openWorkplace, type Organisation } from './workplace.ts';

/** The product serving a generated organisation to a Slack. */
export interface Serving extends AsyncDisposable {
  organisation: Organisation;
  slack: TestSlack;
  client: SlackClient;
  /** Where the product listens. */
  url: string;
  pid: number;
  /** Its data folder. */
  folder: string;
  /** What a row says about the state in which it measures. */
  state: string;
}

/** `delays`: a file into which the process writes how late its event loop was, once it serves. */
export async function serve(options: { components: number; every: string; delays?: string }): Promise<Serving> {
  await using started = new AsyncDisposableStack();
  const workplace = started.use(openWorkplace());
  const server = started.use(await startServer());
  const slack = started.adopt(await startTestSlack(), (fake) => fake.stop());
  slack.users.set(asker.id, asker);
  const organisation = makeOrganisation(workplace, options);
  const folder = workplace.emptyFolder();
  const variables = {
    ...(options.delays !== undefined && watchedLoop(options.delays)),
    DATABASE_URL: await server.emptyDatabase(),
    DATA_DIR: folder,
    SWITCHBOARD_CONFIG: organisation.configFile,
    SWITCHBOARD_SECRET: 'a secret for measurements only',
    SLACK_BOT_TOKEN: botToken,
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_API_URL: slack.apiUrl,
    // As where somebody watches it: counting is part of what an answer costs.
    METRICS_PORT: '0',
  };
  await runProduct(['migrate'], variables);
  const product = await startProduct(variables, 0);
  started.defer(() => product.stop());
  // It serves, with nothing to serve yet; what it takes to get that far is not what the loop is watched for.
  if (options.delays !== undefined) process.kill(product.pid, 'SIGUSR2');
  await product.holds(organisation.plan.entities.length);
  const client = connectSlack(product.url);
  const all = started.move();
  const state = `${postgresState}; one process for everything, serving, counted; ${organisation.plan.entities.length} entities in memory`;
  return {
    organisation,
    slack,
    client,
    url: product.url,
    pid: product.pid,
    folder,
    state,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** The only person in this Slack. */
export const asker = {
  id: 'U0ANA',
  team_id: ourTeam,
  name: 'ana',
  deleted: false,
  is_bot: false,
  is_restricted: false,
  is_ultra_restricted: false,
  profile: { email: 'ana@halyard.example', team: ourTeam },
};

/** Bare Bolt in a process of its own, as the product has one. */
export async function serveBareBolt(): Promise<{ client: SlackClient } & AsyncDisposable> {
  const port = await freePort();
  const program = fileURLToPath(import.meta.resolve('./bare-bolt.ts'));
  const child = spawn(process.execPath, [program, String(port), signingSecret], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await Promise.race([
    new Promise((resolve) => child.stdout.once('data', resolve)),
    ended.then(() => Promise.reject(new Error('Bare Bolt did not start.'))),
  ]);
  const client = connectSlack(`http://127.0.0.1:${port}`);
  return {
    client,
    [Symbol.asyncDispose]: async () => {
      child.kill();
      await ended;
    },
  };
}
