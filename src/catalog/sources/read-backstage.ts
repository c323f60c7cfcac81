import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Bounds } from '#core/catalog-config.ts';
import { SourceUnavailable } from '#core/descriptor.ts';

export interface BackstageAddress {
  /** Where its backend is, such as `https://backstage.acme.example`. */
  url: string;
  token?: string;
}

export interface BackstageEntity {
  /** `kind/namespace/name`, lower case. */
  path: string;
  etag: string;
  entity: z.infer<typeof Entity>;
}

const Entity = z.object({
  apiVersion: z.string(),
  kind: z.string().min(1),
  metadata: z.looseObject({
    name: z.string().min(1),
    namespace: z.string().default('default'),
    etag: z.string().optional(),
    annotations: z.record(z.string(), z.unknown()).optional(),
  }),
  spec: z.record(z.string(), z.unknown()).optional(),
});
const Page = z.object({
  items: z.array(z.unknown()),
  totalItems: z.number().optional(),
  pageInfo: z.object({ nextCursor: z.string().optional() }),
});

const pageSize = 500;
const pageMs = 30_000;
const pageBytes = 100_000_000;

/**
 * All entities, a page at a time, from `GET /api/catalog/entities/by-query` (Backstage 1.14 and newer). Throws
 * `SourceUnavailable` unless every page came.
 */
export async function readBackstage(
  address: BackstageAddress,
  { bounds, signal }: { bounds: Bounds; signal: AbortSignal },
): Promise<BackstageEntity[]> {
  const found = new Map<string, BackstageEntity>();
  let cursor: string | undefined;
  let total = 0;
  do {
    const page = await readPage(address, cursor, signal);
    total = page.totalItems ?? total;
    for (const item of page.items) {
      const entity = Entity.safeParse(item);
      if (entity.success) found.set(...placed(entity.data));
    }
    if (found.size > bounds.documentsPerFile * 10) throw tooMany(address, bounds.documentsPerFile * 10);
    if (page.pageInfo.nextCursor === cursor && cursor !== undefined) throw broken(address, 'gave the same page twice');
    cursor = page.pageInfo.nextCursor;
  } while (cursor !== undefined);
  if (found.size === 0 && total > 0) throw broken(address, `says that it has ${total} entities and shows none`);
  return [...found.values()];
}

function placed(entity: z.infer<typeof Entity>): [string, BackstageEntity] {
  const { kind, metadata } = entity;
  const path = [kind, metadata.namespace, metadata.name].join('/').toLowerCase();
  const etag = metadata.etag ?? createHash('sha256').update(JSON.stringify(entity)).digest('hex').slice(0, 32);
  return [path, { path, etag, entity }];
}

async function readPage(address: BackstageAddress, cursor: string | undefined, signal: AbortSignal): Promise<z.infer<typeof Page>> {
  const url = new URL(`${address.url.replace(/\/+$/, '')}/api/catalog/entities/by-query`);
  url.searchParams.set('limit', String(pageSize));
  if (cursor !== undefined) url.searchParams.set('cursor', cursor);
  const response = await fetch(url, {
    headers: { accept: 'application/json', ...(address.token !== undefined && { authorization: `Bearer ${address.token}` }) },
    // The token is for this address and no other.
    redirect: 'error',
    signal: AbortSignal.any([signal, AbortSignal.timeout(pageMs)]),
  }).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw new SourceUnavailable('unreachable', `${address.url} did not answer.`, 'Check the address, and that Backstage is up.', { cause });
  });
  if (!response.ok) throw refusal(address, response.status);
  const page = Page.safeParse(await readJson(address, response));
  if (page.success) return page.data;
  throw broken(address, 'answered with something else than a page of entities');
}

async function readJson(address: BackstageAddress, response: Response): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > pageBytes) break;
      chunks.push(chunk);
    }
    if (size <= pageBytes) return JSON.parse(Buffer.concat(chunks).toString());
  } catch (cause) {
    throw new SourceUnavailable(
      'failed',
      `An answer of ${address.url} could not be read.`,
      'Check that url leads to the backend of Backstage.',
      {
        cause,
      },
    );
  }
  throw new SourceUnavailable(
    'too-large',
    `A page of ${address.url} is larger than ${pageBytes} bytes.`,
    'Find out which entities are that large.',
  );
}

function refusal({ url }: BackstageAddress, status: number): SourceUnavailable {
  if (status === 401 || status === 403) {
    const fix = 'Give a token of backend.auth.externalAccess that may read the catalog.';
    return new SourceUnavailable('refused', `${url} refused the token (${status}).`, fix);
  }
  if (status === 404)
    return new SourceUnavailable('not-found', `${url} has no catalog API.`, 'Give the address of the backend, without /api.');
  return new SourceUnavailable('failed', `${url} answered with status ${status}.`, 'Look into the log of Backstage.');
}

const broken = ({ url }: BackstageAddress, what: string) =>
  new SourceUnavailable('failed', `${url} ${what}.`, 'Look into the log of Backstage; what was read before is kept.');
const tooMany = ({ url }: BackstageAddress, most: number) =>
  new SourceUnavailable('too-large', `${url} has more than ${most} entities.`, 'Raise catalog.bounds.documentsPerFile.');
