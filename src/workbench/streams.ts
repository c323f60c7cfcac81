import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Workspace } from './workspace.ts';

/** Pages that wait for news, as server-sent events: only that there is some; each page asks for what it shows. */
export interface Streams {
  open(request: IncomingMessage, response: ServerResponse, head: Record<string, string>): void;
  close(): void;
}

const most = 50;
/** Several changes at once are one piece of news. */
const gatherMs = 20;

export function createStreams(workspace: Workspace): Streams {
  const open = new Set<ServerResponse>();
  let timer: NodeJS.Timeout | undefined;
  const end = workspace.watch(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      for (const response of open) response.write('event: changed\ndata:\n\n');
    }, gatherMs);
  });
  return {
    open(request, response, { token = '', ...head }) {
      if (open.size >= most) return void response.writeHead(503, head).end();
      response.writeHead(200, { ...head, 'content-type': 'text/event-stream' });
      // A page that outlived its server has another token and must be loaded again.
      response.write(`retry: 1000\nevent: hello\ndata: ${token.slice(0, 8)}\n\n`);
      open.add(response);
      request.once('close', () => open.delete(response));
    },
    close() {
      end();
      clearTimeout(timer);
      for (const response of open) response.end();
    },
  };
}
