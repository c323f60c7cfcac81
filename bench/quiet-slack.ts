import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A Slack in which one person works, and which only counts what it is asked. */
export interface QuietSlack extends AsyncDisposable {
  /** For SLACK_API_URL. */
  url: string;
  calls(): number;
  /** Answers posted to response URLs, as JSON text. */
  posted(): string[];
}

export const person = { teamId: 'T0BENCH01', userId: 'U0BENCH01', email: 'bench@halyard.example' };

export async function startQuietSlack(): Promise<QuietSlack> {
  let calls = 0;
  const posted: string[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const method = (request.url ?? '').split('?')[0]?.split('/').at(-1) ?? '';
      calls += 1;
      if (request.url?.startsWith('/response/')) posted.push(body);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answers[method] ?? { ok: true }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/api/`,
    calls: () => calls,
    posted: () => posted,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const member = {
  id: person.userId,
  team_id: person.teamId,
  name: 'bench',
  deleted: false,
  is_bot: false,
  is_restricted: false,
  is_ultra_restricted: false,
  tz: 'Europe/Lisbon',
  profile: { email: person.email, real_name: 'Bench', display_name: 'Bench', team: person.teamId },
};

const answers: Record<string, object> = {
  'auth.test': {
    ok: true,
    url: 'https://bench.slack.com/',
    team: 'Bench',
    team_id: person.teamId,
    user: 'switchboard',
    user_id: 'U0BOT0001',
    bot_id: 'B0BOT0001',
  },
  'users.info': { ok: true, user: member },
  'users.list': { ok: true, members: [member], response_metadata: { next_cursor: '' } },
  'usergroups.list': { ok: true, usergroups: [] },
  'conversations.list': { ok: true, channels: [], response_metadata: { next_cursor: '' } },
  'conversations.info': { ok: true, channel: { id: 'C0BENCH01', is_ext_shared: false, is_org_shared: false } },
};

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
