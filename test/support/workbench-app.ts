import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '#core/clock.ts';
import { noMeter } from '#core/meter.ts';
import { systemClock } from '#core/clock.ts';
import type { Log } from '#core/log.ts';
import type { Definition } from '#slack/definition.ts';
import { createIdentityKeeper } from '#slack/identity.ts';
import { createPeople } from '#slack/people.ts';
import { createSlackApi } from '#slack/slack-api.ts';
import type { SlackApi } from '#slack/slack-api.ts';
import { createSlack } from '#slack/create-slack.ts';
import { createPacer } from '#slack/pace.ts';
import { declaredBy } from '#app/open-workbench.ts';
import { buildRoutes } from '#slack/routes.ts';
import { createWorkbench, type Workbench } from '#workbench/create-workbench.ts';
import { silentLog } from './silent-log.ts';
import { emptyDirectory } from './slack-app.ts';

/** The real kit with definitions of its own, answered through the workbench and its page's own requests. */
export interface WorkbenchApp {
  url: string;
  workbench: Workbench;
  api: SlackApi;
  /** As the page asks: the headers of a browser on it, with the token that is written in it. */
  ask(path: string, options?: { headers?: Record<string, string>; post?: object | string }): Promise<Response>;
  /** What a person does; what they are told. */
  act(name: string, input: Record<string, unknown>): Promise<{ notice?: string; options?: { value: string }[] }>;
  /** What a person sees, as markup. */
  look(
    as: string,
    at?: string,
    thread?: string,
  ): Promise<{ main: string; rail: string; thread: string; modal: { id: string; html: string } | null }>;
  stop(): Promise<void>;
}

export async function startWorkbenchApp(
  definitions: readonly Definition[],
  { clock = systemClock, log = silentLog }: { clock?: Clock; log?: Log } = {},
): Promise<WorkbenchApp> {
  const workbench = await createWorkbench({ clock, log });
  const { botToken, signingSecret, apiUrl } = workbench.slack;
  const api = createSlackApi({ botToken, apiUrl, log, meter: noMeter });
  const identity = createIdentityKeeper(api, { load: () => undefined, save: () => {} }, log);
  const store = { load: () => Promise.resolve([]), save: () => Promise.resolve() };
  const people = createPeople({ api, clock, log, ownTeamId: () => identity.current?.teamId, authorityOf: () => ({ groups: [] }), store });
  const none = () => Promise.resolve();
  const outbox = {
    post: () => Promise.reject(new Error('Not here.')),
    upload: () => Promise.reject(new Error('Not here.')),
    update: none,
    findByKey: () => Promise.resolve({ outcome: 'absent' as const }),
    unfurl: none,
    channelNamed: () => Promise.resolve(undefined),
    audience: () => Promise.resolve('workspace' as const),
  };
  const db = {
    rows: () => Promise.resolve([]),
    transaction: () => Promise.reject(new Error('Not here.')),
    listen: () => Promise.resolve(none),
    close: none,
  };
  const slack = createSlack({
    transport: { mode: 'http', signingSecret },
    botToken,
    api,
    identity,
    people,
    definitions,
    claims: { claim: () => Promise.resolve(true), release: none },
    pacer: createPacer(clock),
    clock,
    log,
    meter: noMeter,
    ctxFor: (viewer, place) => ({
      viewer,
      place,
      outbox,
      people,
      ledger: { miss: none, audit: none },
      clock,
      log,
      db,
      directory: emptyDirectory,
      self: undefined,
    }),
  });
  const server = createServer((request, response) => {
    if (!workbench.answer(request, response)) slack.listener(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  workbench.open(url, declaredBy({ definitions, commands: buildRoutes(definitions, {}).commands }));
  slack.start();
  const token = /name="workbench-token" content="(\w+)"/.exec(await (await fetch(url)).text())?.[1] ?? '';

  const ask: WorkbenchApp['ask'] = (path, { headers = {}, post } = {}) =>
    fetch(url + path, {
      headers: { 'x-workbench-token': token, ...headers },
      ...(post && { method: 'POST', body: typeof post === 'string' ? post : JSON.stringify(post) }),
    });
  return {
    url,
    workbench,
    api,
    ask,
    act: async (name, input) =>
      (await (await ask(`/workbench/${name}`, { post: { as: 'U0ANA', ...input } })).json()) as { notice?: string },
    look: async (as, at = 'C0INCIDENTS', thread = '') =>
      (await (await ask(`/workbench/screen?${new URLSearchParams({ as, at, thread }).toString()}`)).json()) as Awaited<
        ReturnType<WorkbenchApp['look']>
      >,
    async stop() {
      await workbench.stop();
      await slack.stop(500);
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}
