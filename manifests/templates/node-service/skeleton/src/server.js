import { createServer } from 'node:http';

export const server = createServer((request, response) => {
  if (request.url === '/healthz') return response.end('ok');
  response.writeHead(404).end();
});

if (process.argv[1] === import.meta.filename) server.listen(process.env.PORT ?? 8080);
