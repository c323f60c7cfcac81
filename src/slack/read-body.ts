import type { IncomingMessage } from 'node:http';

export type BodyRead = { outcome: 'read'; body: Buffer } | { outcome: 'too-large' } | { outcome: 'too-slow' } | { outcome: 'gone' };

export interface BodyBounds {
  bytes: number;
  /** From the first look at the request to its last byte. */
  ms: number;
}

/** Reads a request's body; holds at most `bytes` of it, for at most `ms`. */
export function readBody(request: IncomingMessage, bounds: BodyBounds): Promise<BodyRead> {
  if (Number(request.headers['content-length'] ?? 0) > bounds.bytes) return Promise.resolve({ outcome: 'too-large' });
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const timer = setTimeout(() => end({ outcome: 'too-slow' }), bounds.ms);
    const end = (read: BodyRead) => {
      clearTimeout(timer);
      request.off('data', take).off('end', whole).off('error', gone).off('close', gone);
      // Without a listener the stream would go on flowing, and buffering, at the sender's pace.
      if (read.outcome !== 'read') request.pause().on('error', () => {});
      resolve(read);
    };
    const take = (chunk: Buffer) => {
      size += chunk.length;
      if (size > bounds.bytes) end({ outcome: 'too-large' });
      else chunks.push(chunk);
    };
    const whole = () => end({ outcome: 'read', body: Buffer.concat(chunks) });
    const gone = () => end({ outcome: 'gone' });
    request.on('data', take).on('end', whole).on('error', gone).on('close', gone);
  });
}
