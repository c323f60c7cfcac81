import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { entity, refOf } from '../../../test/support/catalog-rows.ts';
import { createCatalogMemory } from './catalog-memory.ts';
import type { Memory } from './memory.ts';
import { openSnapshot, writeSnapshot } from './snapshot.ts';

const nobody = { userIdOf: () => undefined, emailOf: () => undefined, userGroupIdOf: () => undefined };
const at = new Date('2026-11-01T10:00:00Z');
const secret = 'a secret of this installation';
let folder = '';
let file = '';

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'switchboard-snapshot-'));
  file = path.join(folder, 'snapshot');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function filled(count: number): Memory {
  const { memory } = createCatalogMemory(nobody);
  const facts = { type: 'git', position: 0, authority: true, visibleTo: 'everyone' as const, everyMs: 1000, head: 'abc', branch: 'main' };
  memory.setSources([{ ...facts, name: 'org', seenAt: at, syncedAt: null, ok: true, problems: 2, held: 0 }]);
  for (let n = 0; n < count; n++) {
    const own = entity('Component', `service-${n}`, { owner: 'team-a' }, { description: `Zürich ${n} \u{1F680}\nsecond line` });
    memory.put({
      entry: { uid: `u${n}`, ref: refOf(own), entity: own, source: 'org', path: 'a.yaml', doc: n, line: n, changedAt: at, rivals: [] },
      print: n,
    });
  }
  const gone = {
    uid: 'u',
    kind: 'Component',
    name: 'Old',
    source: 'org',
    path: 'b.yaml',
    removedAt: at,
    fromCommit: null,
    toCommit: 'def',
  };
  memory.setTombstones([{ ...gone, ref: 'component:default/old' }]);
  return memory;
}

const save = (memory: Memory, extras = {}): Promise<void> =>
  writeSnapshot({ file, secret }, { asOf: at, position: 17 }, { memory, extras });

test('what was written is read back as it was, by its owner only', async () => {
  const before = filled(2_000);
  await save(before, { people: { save: () => ({ U1: 'ann@acme.test' }), load: () => undefined } });
  const opened = await openSnapshot({ file, secret });
  expect(opened?.head).toEqual({ asOf: at, position: 17, entities: 2_000 });
  expect(opened?.extras).toEqual({ people: { U1: 'ann@acme.test' } });
  const { memory } = createCatalogMemory(nobody);
  await opened?.fill(memory);
  expect([...memory.claims]).toEqual([...before.claims]);
  expect([...memory.sources]).toEqual([...before.sources]);
  expect([...memory.tombstones.all]).toEqual([...before.tombstones.all]);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['snapshot']);
});

test('a change while it is being written belongs to the next one', async () => {
  const memory = filled(3_000);
  const written = save(memory);
  memory.remove('component:default/service-2999');
  await written;
  const copy = createCatalogMemory(nobody).memory;
  await (await openSnapshot({ file, secret }))?.fill(copy);
  expect(copy.claims.has('component:default/service-2999')).toBe(true);
});

test('a torn, altered, forged or older file is refused', async () => {
  await save(filled(50));
  const bytes = await readFile(file);
  const read = async (content: Buffer, key = secret): Promise<unknown> => {
    await writeFile(file, content);
    return openSnapshot({ file, secret: key }).catch((error: { reason: string }) => error.reason);
  };
  expect(await read(bytes.subarray(0, 10))).toBe('torn');
  expect(await read(bytes.subarray(0, bytes.length - 1))).toBe('seal-does-not-match');
  const altered = Buffer.from(bytes);
  altered[60] = (altered[60] ?? 0) ^ 1;
  expect(await read(altered)).toBe('seal-does-not-match');
  expect(await read(bytes, 'the secret of somebody else')).toBe('seal-does-not-match');
  expect(await read(Buffer.concat([Buffer.from('switchboard snapshot 0\n'), bytes.subarray(23)]))).toBe('another-format');
  expect(await read(bytes)).toHaveProperty('head');
});

test('there is none before the first was written, and a failed write leaves the last one', async () => {
  expect(await openSnapshot({ file, secret })).toBeUndefined();
  await save(filled(10));
  const unsaveable = { broken: { save: () => 1n, load: () => undefined } };
  await expect(save(filled(20), unsaveable)).rejects.toThrow(/BigInt/);
  expect((await openSnapshot({ file, secret }))?.head.entities).toBe(10);
  expect(await readdir(folder)).toEqual(['snapshot']);
});
