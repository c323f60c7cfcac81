import type { ServerResponse } from 'node:http';
import { isPng, type WorkbenchFile } from './files.ts';

/**
 * Only pictures are shown by a browser: what else the app sends, catalog text is in it, and a page made of that would run
 * as ours. It is downloaded instead.
 */
export function sendFile(response: ServerResponse, headers: Record<string, string>, file: WorkbenchFile | undefined): void {
  if (!file?.bytes) return void response.writeHead(404, { ...headers, 'content-type': 'text/plain; charset=utf-8' }).end('not_found\n');
  const name = encodeURIComponent(file.name.toWellFormed()).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  const how = isPng(file.bytes)
    ? { 'content-type': 'image/png', 'content-disposition': 'inline' }
    : { 'content-type': 'application/octet-stream', 'content-disposition': `attachment; filename*=UTF-8''${name}` };
  response.writeHead(200, { ...headers, ...how, 'content-security-policy': "default-src 'none'; sandbox" }).end(file.bytes);
}
