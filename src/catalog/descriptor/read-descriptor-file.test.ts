import { afterAll, expect, test } from 'vitest';
import { defaultBounds, modelKinds } from '#core/catalog-config.ts';
import { createWorkerPool, DeadlineExceeded, type WorkerPool } from '#workers/worker-pool.ts';
import { bigFile, readDescriptorFile } from './read-descriptor-file.ts';
import { component, entityIn } from './read-text.fixture.ts';

const pool = createWorkerPool({ threads: 1 });
afterAll(() => pool.close());

const how = { rules: { allow: modelKinds, bounds: defaultBounds }, blob: 'b', depth: 2 };
const big = Array.from({ length: 3_000 }, (_, n) => component(`c${n}`, n === 7 ? '  note: {$text: ./note.txt}\n' : '')).join('---\n');

test('a big file is read in a thread with the same result, includes and all', async () => {
  expect(big.length).toBeGreaterThan(bigFile);
  const asked: string[][] = [];
  const include = (paths: readonly string[]) => {
    asked.push([...paths]);
    return Promise.resolve(new Map([['note.txt', 'hello']]));
  };
  const file = { path: 'all.yaml', text: big };
  const there = await readDescriptorFile(file, { ...how, include, pool });
  const here = await readDescriptorFile(file, { ...how, include });
  expect(there).toEqual(here);
  expect(entityIn(there, 7)?.spec).toMatchObject({ note: 'hello' });
  expect([there.descriptors.length, there.depth, asked]).toEqual([3_000, 2, [['note.txt'], ['note.txt']]]);
});

test('a file that takes too long is given up with a problem and counts as unreadable', async () => {
  const late: WorkerPool = {
    run: () => Promise.reject(new DeadlineExceeded('readFile', 1)),
    close: () => Promise.resolve(),
  };
  const include = () => Promise.resolve(new Map<string, string>());
  expect(await readDescriptorFile({ path: 'all.yaml', text: big }, { ...how, include, pool: late })).toMatchObject({
    unreadable: true,
    descriptors: [],
    problems: [{ code: 'file-too-slow', path: 'all.yaml', line: 1 }],
  });
});
