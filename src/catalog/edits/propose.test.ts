import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { evidenceOf } from '#catalog/ownership/evidence.ts';
import { systemClock } from '#core/clock.ts';
import type { Edit, ProposalWish } from '#core/proposals.ts';
import { everyone } from '#core/viewer.ts';
import { eachDatabase, onDatabase, silentLog } from '../../../test/support/databases.ts';
import { payFile, type ProposingWorld, proposingWorld } from '../../../test/support/proposing-world.ts';

function wish({ answering }: ProposingWorld, edit: Edit, name = 'pay'): ProposalWish {
  const entry = answering.loaded().for(everyone).get(`component:default/${name}`);
  if (!entry) throw new Error(`${name} is not there.`);
  const { ref, source, path, doc } = entry;
  const by = { userId: 'U0ANA', name: 'Ana *Lima* @acme' };
  return {
    target: { ref, source, path, doc },
    edit,
    was: 'team-a',
    by,
    reason: 'They <b>moved</b>',
    reviewers: ['acme/team-b', 'other/team-c'],
  };
}

const toTeamB: Edit = { field: 'owner', to: 'team-b' };

async function doubts({ answering }: ProposingWorld) {
  await answering.refresh();
  const view = answering.loaded().for(everyone);
  const entry = view.get('component:default/pay');
  return entry && evidenceOf(view, entry, new Date()).doubts.map(({ kind }) => kind);
}

eachDatabase((_, database) => {
  test('a press opens one pull request that changes one line and says who asked; the card tells until it is merged', async () => {
    const here = await proposingWorld(database());
    const { acme, pay, syncer, answering } = here;
    const propose = (edit: Edit) => syncer.proposer.proposals.propose(wish(here, edit));
    expect(await doubts(here)).not.toContain('proposed');
    // A team of this name in another organisation is meant, and not the one here.
    pay.reviewers.add('team-c');
    const url = `${acme.url}/acme/pay/pull/1`;
    expect(await Promise.all([propose(toTeamB), propose(toTeamB)])).toEqual([
      { outcome: 'opened', number: 1, url },
      { outcome: 'known', number: 1, url },
    ]);
    const [pull] = pay.pulls;
    expect(pull).toMatchObject({ base: 'main', title: 'Change the owner of pay to team-b', teams: ['team-b'] });
    expect(pull?.body).toMatch(/^Proposed in Slack by Ana \\\*Lima\\\* @\u200bacme, through Switchboard\.\n\n> They \\<b\\>moved/);
    const there = pay.commits
      .get(pay.branches.get(pull?.branch ?? '') ?? '')
      ?.get('catalog-info.yaml')
      ?.bytes.toString();
    expect(there).toBe(payFile.replace('team-a', 'team-b'));
    expect(await doubts(here)).toContain('proposed');

    expect(await propose(toTeamB)).toMatchObject({ outcome: 'known', number: 1 });
    expect(pay.pulls).toHaveLength(1);
    acme.spent();
    expect(await here.follow()).toBe(60_000);
    expect(await here.follow()).toBe(60_000);
    expect(acme.spent()).toMatchObject({ rest: 2, graphql: 0 });
    expect(await doubts(here)).toContain('proposed');

    pay.merge(pull ?? missing());
    await here.sync();
    const { check } = syncer.proposer;
    await check({ db: database().db, clock: systemClock, log: silentLog }, [`${acme.url}/acme/pay/pull/1`], new AbortController().signal);
    expect(await doubts(here)).not.toContain('proposed');
    expect(answering.loaded().for(everyone).get('component:default/pay')?.entity.spec?.['owner']).toBe('team-b');
    acme.spent();
    await here.follow();
    expect(acme.spent()).toMatchObject({ rest: 0, graphql: 0 });
  });
});

onDatabase('pglite', (_, database) => {
  test('without the right to write, and for folders, the change comes as a patch that git takes', async () => {
    const here = await proposingWorld(database());
    const { acme, pay, folder, syncer } = here;
    const { propose } = syncer.proposer.proposals;
    acme.app.permissions = { metadata: 'read', contents: 'read' };
    acme.later(3_600_000);
    const barred = await propose(wish(here, toTeamB));
    expect(barred).toMatchObject({
      outcome: 'patch',
      why: expect.stringMatching(/does not let these credentials propose changes/) as string,
    });
    expect(pay.pulls).toEqual([]);
    pay.archived = true;
    expect(await propose(wish(here, toTeamB))).toMatchObject({
      outcome: 'patch',
      why: 'acme/pay is archived, so nothing can be proposed there.',
    });
    const patched = await propose(wish(here, toTeamB, 'till'));
    expect(patched).toMatchObject({ outcome: 'patch', why: 'The file is in a folder, not in a repository.' });
    const input = 'patch' in patched ? patched.patch : '';
    execFileSync('git', ['apply', '-'], { cwd: join(folder, 'org'), input, env: { ...process.env, GIT_CEILING_DIRECTORIES: folder } });
    await expect(propose(wish(here, toTeamB, 'till'))).rejects.toMatchObject({ code: 'edit-changed' });
  });

  test('what the rules of a repository refuse comes as a patch with the reason, and two who want different things get what they want', async () => {
    const here = await proposingWorld(database());
    const { pay, syncer } = here;
    const { propose } = syncer.proposer.proposals;
    pay.trouble = { at: 'PUT contents/', status: 422, message: 'Repository rule violations found' };
    expect(await propose(wish(here, toTeamB))).toMatchObject({
      outcome: 'patch',
      patch: expect.stringContaining('+  owner: team-b') as string,
      why: 'GitHub takes no such change: Repository rule violations found.',
      hint: 'Change it in the file itself.',
    });
    pay.trouble = undefined;
    expect(await propose(wish(here, toTeamB))).toMatchObject({ outcome: 'opened', number: 1 });
    expect(await propose(wish(here, { field: 'owner', to: 'team-c' }))).toMatchObject({ outcome: 'opened', number: 2 });
    expect(pay.pulls.map(({ title }) => title)).toEqual(['Change the owner of pay to team-b', 'Change the owner of pay to team-c']);
    expect(await propose(wish(here, toTeamB))).toMatchObject({ outcome: 'known', number: 1 });
  });

  test('what has changed in the file since is told, and nothing is proposed', async () => {
    const here = await proposingWorld(database());
    const { pay, syncer } = here;
    const { propose } = syncer.proposer.proposals;
    const wanted = wish(here, toTeamB);
    pay.push({ 'catalog-info.yaml': `# moved\n---\n${payFile.replace('team-a', 'team-c')}` });
    await expect(propose(wanted)).rejects.toMatchObject({ code: 'edit-changed' });
    pay.push({ 'catalog-info.yaml': `kind: Else\n---\n${payFile}` });
    expect(await propose(wanted)).toMatchObject({ outcome: 'opened' });
    pay.push({ 'catalog-info.yaml': null });
    await expect(propose({ ...wanted, edit: { field: 'link', url: 'https://a.example' } })).rejects.toMatchObject({ code: 'edit-gone' });
  });
});

function missing(): never {
  throw new Error('There is no such pull request.');
}
