import { expect, it } from 'vitest';
import type { Source } from '#core/contributions.ts';
import type { ChildConfig } from '../children/child-config.ts';
import { briefReader } from './read-briefly.ts';

const config = { name: 'registered/github.com/acme/huge' } as ChildConfig;
const never: Source = { id: 'huge', read: () => new Promise(() => undefined) };

it('gives up on what takes too long, even when it cannot be stopped', async () => {
  const read = briefReader(() => never, 30);
  await expect(read(config, 'github.com/acme/huge')).rejects.toMatchObject({
    code: 'look-too-slow',
    message: expect.stringContaining('nothing was changed') as string,
  });
});

it('reads only a few at a time', async () => {
  const read = briefReader(() => never, 60);
  const waiting = Array.from({ length: 4 }, () => read(config, 'a'));
  await expect(read(config, 'a')).rejects.toMatchObject({ code: 'busy' });
  await Promise.allSettled(waiting);
  await expect(read(config, 'a')).rejects.toMatchObject({ code: 'look-too-slow' });
});
