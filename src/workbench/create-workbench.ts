import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Clock } from '#core/clock.ts';
import type { Log } from '#core/log.ts';
import type { ActKit, Declared } from './act.ts';
import { act } from './acts.ts';
import { createMailer } from './deliver.ts';
import { createDoor } from './door.ts';
import { actors } from './example-workspace.ts';
import { createGrants } from './grants.ts';
import { object, parseJson } from './json.ts';
import { createMessageRate } from './message-rate.ts';
import { pageHtml } from './page-html.ts';
import { readText } from './read-text.ts';
import { screen } from './screen.ts';
import { startSlackServer } from './slack-server.ts';
import { sendFile } from './send-file.ts';
import { createStreams } from './streams.ts';
import { createWorkspace, type Workspace } from './workspace.ts';

/** A small Slack on this machine: its page, its Web API, its payloads. */
export interface Workbench {
  /** With these the app is connected as to any Slack. */
  slack: { botToken: string; signingSecret: string; apiUrl: string };
  workspace: Workspace;
  /** From now on payloads go to the app at this address, as `http://127.0.0.1:3000`; the page is served there too. */
  open(base: string, declared: Declared): void;
  /** Answers the page's requests; false when the request is for somebody else. */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
  stop(): Promise<void>;
}

const files: Readonly<Record<string, string>> = { 'page.css': 'text/css', 'page.js': 'text/javascript' };
for (const name of ['acting', 'choosing', 'composing', 'menus', 'modals', 'place'])
  Object.assign(files, { [`${name}.js`]: 'text/javascript' });

const headers = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

export async function createWorkbench({ clock, log }: { clock: Clock; log: Log }): Promise<Workbench> {
  const secret = () => randomBytes(24).toString('hex');
  const [signingSecret, botToken, token] = [secret(), `xoxb-workbench-${secret()}`, secret()];
  const world = { workspace: createWorkspace(clock), grants: createGrants(clock), rate: createMessageRate(clock) };
  const slackServer = await startSlackServer(world, {
    botToken,
    around({ method }, answer) {
      const given = answer();
      if (given.result !== 'ok') log.info({ method, error: given.result }, 'workbench.call-refused');
      return given;
    },
  });
  let app: { base: string; declared: Declared } | undefined;
  const streams = createStreams(world.workspace);
  const door = createDoor({ port: () => Number(new URL(app?.base ?? 'http://localhost').port || 80), token });
  const mailer = createMailer({ signingSecret, url: () => app && `${app.base}/slack/events`, now: () => clock.now() });

  async function serve(request: IncomingMessage, response: ServerResponse, declared: Declared): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const name = url.pathname.replace(/^\/workbench\//, '');
    const send = (status: number, type: string, body: string | Buffer) =>
      void response.writeHead(status, { ...headers, 'content-type': `${type}; charset=utf-8` }).end(body);
    const refused = door.check(request, request.method === 'POST');
    if (refused) {
      log.debug({ reason: refused }, 'workbench.refused');
      return send(403, 'text/plain', `${refused}\n`);
    }
    if (request.method === 'POST') {
      const kit: ActKit = { ...world, mailer, clock, declared, responseUrl: slackServer.responseUrl };
      const body = await readText(request);
      const input = body === undefined ? undefined : parseJson(body);
      if (body !== undefined && input === undefined) return send(400, 'text/plain', 'no_json\n');
      const told = input === undefined ? undefined : await act(kit, name, object(input));
      return told ? send(200, 'application/json', JSON.stringify(told)) : send(404, 'text/plain', 'not_found\n');
    }
    if (url.pathname === '/') return send(200, 'text/html', pageHtml({ ...world, declared, token }));
    if (name === 'events') return streams.open(request, response, { ...headers, token });
    if (name === 'screen') {
      const person = world.workspace.people.get(url.searchParams.get('as') ?? '');
      if (!person || !actors.includes(person.id)) return send(404, 'text/plain', 'not_found\n');
      const look = { at: url.searchParams.get('at') ?? '', thread: url.searchParams.get('thread') ?? '' };
      return send(200, 'application/json', JSON.stringify(screen({ ...world, declared, now: clock.now() }, person, look)));
    }
    if (name.startsWith('file/')) return sendFile(response, headers, world.workspace.files.find(name.slice('file/'.length)));
    const type = Object.hasOwn(files, name) ? files[name] : undefined;
    return type ? send(200, type, await readFile(join(import.meta.dirname, 'page', name))) : send(404, 'text/plain', 'not_found\n');
  }

  return {
    slack: { botToken, signingSecret, apiUrl: slackServer.apiUrl },
    workspace: world.workspace,
    open(base, declared) {
      app = { base, declared };
    },
    answer(request, response) {
      const path = request.url?.split('?')[0] ?? '';
      if (!app || (path !== '/' && !path.startsWith('/workbench/')) || !['GET', 'POST'].includes(request.method ?? '')) return false;
      serve(request, response, app.declared).catch((error: unknown) => {
        log.error({ err: error }, 'workbench.failed');
        if (!response.headersSent) response.writeHead(500);
        response.end();
      });
      return true;
    },
    async stop() {
      streams.close();
      await slackServer.stop();
    },
  };
}
