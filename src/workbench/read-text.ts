import type { IncomingMessage } from 'node:http';

const most = 1_000_000;

/** A request's body; undefined when it is longer than a megabyte. */
export async function readText(request: IncomingMessage): Promise<string | undefined> {
  return (await readBytes(request, most))?.toString();
}

/** Undefined when there are more. */
export async function readBytes(request: IncomingMessage, mostBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
