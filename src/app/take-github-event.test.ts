import { beforeEach, expect, it } from 'vitest';
import { checkedProposal, keepProposal } from '#catalog/edits/proposal-rows.ts';
import type { GitHubEvent } from '#http/read-github-event.ts';
import { sql } from 'drizzle-orm/sql';
import { onDatabase } from '../../test/support/databases.ts';
import { glanceOf } from './look.task.ts';
import { takeGitHubEvent } from './take-github-event.ts';

const at = 'https://github.com/acme/shop';
const repository = {
  about: 'repository',
  names: ['acme/shop'],
  url: 'https://github.com/Acme/shop',
  owner: 'acme',
  isDefaultBranch: true,
} as const;

onDatabase('pglite', (_name, open) => {
  const asked: string[] = [];
  const take = async (event: GitHubEvent) => {
    const ask = (_task: { id: string }, keys: readonly string[]) => Promise.resolve(void asked.push(...keys));
    await takeGitHubEvent(open().db, { ask })(event);
    return asked.splice(0);
  };
  const source = (name: string, more: { type?: string; webUrl?: string; branch?: string; parent?: string; why?: string } = {}) => {
    const { type = 'git', webUrl = at, branch = null, parent = null, why } = more;
    return open().db.rows(sql`
      insert into source (name, type, position, visible_to, every_ms, config_hash, web_url, branch, parent, origin)
      values (${name}, ${type}, 0, '"everyone"'::jsonb, 60000, 'x', ${webUrl}, ${branch}::text, ${parent}::text,
        ${why === undefined ? null : JSON.stringify({ why })}::jsonb)`);
  };

  beforeEach(async () => {
    await source('shop', { branch: 'main' });
    await source('shop-next', { branch: 'next' });
    await source('new');
    await source('other', { webUrl: 'https://github.com/acme/other' });
    await source('organisation', { type: 'github', webUrl: 'https://github.com/acme' });
    await source('organisation/acme/shop', { parent: 'organisation', why: 'repository' });
    await source('root/github.com/acme/shop', { parent: 'root', why: 'location' });
  });

  it('a push is looked at by every source that reads that branch, and by the organisation’s', async () => {
    const keys = await take({ ...repository, branch: 'main' });
    expect(keys.sort()).toEqual(['new', 'organisation acme/shop', 'root', 'shop']);
    expect(await take({ ...repository, branch: 'next', isDefaultBranch: false })).toEqual(['shop-next', 'organisation acme/shop']);
  });

  it('what an organisation’s files name elsewhere is looked at alone', async () => {
    await source('organisation/github.com/other/libs', {
      parent: 'organisation',
      why: 'location',
      webUrl: 'https://github.com/other/libs',
    });
    const url = 'https://github.com/other/libs';
    const keys = await take({ ...repository, owner: 'other', names: ['other/libs'], url, branch: 'main' });
    expect(keys).toEqual(['organisation child organisation/github.com/other/libs']);
    expect(glanceOf(keys)).toEqual({ names: [], people: false });
  });

  it('a rename is a look at both names, and people are one at the organisation', async () => {
    const keys = await take({ ...repository, names: ['acme/till', 'acme/shop'], url: 'https://github.com/acme/till' });
    expect(keys).toEqual(['organisation acme/till', 'organisation acme/shop']);
    expect(await take({ about: 'people', organization: 'ACME' })).toEqual(['organisation people']);
    expect(await take({ about: 'people', organization: 'strangers' })).toEqual([]);
  });

  it('what happens to a pull request is of interest as long as it is an open one of ours', async () => {
    const url = `${at}/pull/7`;
    const row = { url, ref: 'component:default/shop', field: 'owner', source: 'shop', repository: 'acme/shop', number: 7 } as const;
    await keepProposal(open().db, { ...row, by: 'U0ANA', at: new Date(0) });
    expect(await take({ about: 'pull-request', url })).toEqual([url]);
    expect(await take({ about: 'pull-request', url: `${at}/pull/8` })).toEqual([]);
    await checkedProposal(open().db, row, { at: new Date(1), state: 'merged' });
    expect(await take({ about: 'pull-request', url })).toEqual([]);
  });
});
