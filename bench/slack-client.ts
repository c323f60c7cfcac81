import { createHmac, randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { person } from './quiet-slack.ts';

export const signingSecret = '0123456789abcdef0123456789abcdef';

/** Slack as a server sees it: one kept-alive connection over which signed requests come, one after the other. */
export interface SlackClient extends Disposable {
  /** Sends a slash command; gives the body of the acknowledgement and the milliseconds until its last byte. */
  command(command: string, text: string): Promise<{ ms: number; body: string }>;
}

export function connectSlack(url: string): SlackClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    command: async (command, text) => {
      const body = commandBody(command, text);
      const started = performance.now();
      const answer = await post({ url: `${url}/slack/events`, body, agent });
      const ms = performance.now() - started;
      if (answer.status !== 200) throw new Error(`${command} ${text}: HTTP ${answer.status} ${answer.body}`);
      return { ms, body: answer.body };
    },
    [Symbol.dispose]: () => agent.destroy(),
  };
}

/** No two bodies are alike, because a repeated one is refused as a replay. */
function commandBody(command: string, text: string): string {
  return new URLSearchParams({
    token: 'unused',
    team_id: person.teamId,
    team_domain: 'bench',
    channel_id: 'C0BENCH01',
    channel_name: 'bench',
    user_id: person.userId,
    user_name: 'bench',
    command,
    text,
    api_app_id: 'A0BENCH01',
    is_enterprise_install: 'false',
    response_url: 'http://127.0.0.1:9/response/none',
    trigger_id: `1.1.${randomUUID()}`,
  }).toString();
}

/** The signature Slack's documentation describes: HMAC-SHA256 over `v0:<seconds>:<body>`. */
function signed(body: string): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const digest = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` };
}

function post({ url, body, agent }: { url: string; body: string; agent: Agent }): Promise<{ status: number; body: string }> {
  return new Promise((done, fail) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body), ...signed(body) };
    const outgoing = request(url, { method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', fail);
      response.once('end', () => done({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }));
    });
    outgoing.once('error', fail);
    outgoing.end(body);
  });
}
