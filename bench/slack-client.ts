import { post, sign, slashCommand } from '../test/support/signed-request.ts';

/** Slack as a server sees it: signed requests over kept-alive connections, one after the other. */
export interface SlackClient {
  /** Sends a slash command; gives the body of the acknowledgement and the milliseconds until its last byte. */
  command(command: string, text: string): Promise<{ ms: number; body: string }>;
}

/** `url` is where the server listens, without a path. */
export function connectSlack(url: string): SlackClient {
  return {
    command: async (command, text) => {
      const answer = await post(`${url}/slack/events`, sign(slashCommand(command, text)));
      if (answer.status !== 200) throw new Error(`${command} ${text}: HTTP ${answer.status} ${answer.text}`);
      return { ms: answer.ms, body: answer.text };
    },
  };
}
