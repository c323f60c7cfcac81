import { expect, it } from 'vitest';
import { gitSource } from '#catalog/sources/git-source.ts';
import { gitRepository, temporaryFolder } from '../../test/support/git-repository.ts';
import { component, plain, pathsRead, refsOf, readerOf, sourceDeps } from '../../test/support/source-world.ts';

function repositoryWithRefs() {
  const repository = gitRepository();
  const first = repository.commit({ 'catalog-info.yaml': component('first') });
  repository.git('tag', 'light');
  repository.git('-c', 'user.name=Cleo', '-c', 'user.email=c@example.com', 'tag', '--annotate', '--message=one', 'v1.0');
  const second = repository.commit({ 'catalog-info.yaml': component('second') });
  repository.git('branch', 'release/2');
  repository.commit({ 'catalog-info.yaml': component('third') });
  return { repository, first, second };
}

const readerAt = (url: string, branch: string) =>
  readerOf(gitSource({ ...plain, type: 'git', url, branch }, sourceDeps(temporaryFolder())));

it('reads what a branch, a tag of either sort, or the id of a commit names', async () => {
  const { repository, first, second } = repositoryWithRefs();
  for (const [named, commit, name] of [
    ['light', first, 'first'],
    ['v1.0', first, 'first'],
    ['release/2', second, 'second'],
    [second, second, 'second'],
  ] as const) {
    const reader = readerAt(repository.path, named);
    expect(pathsRead(await reader.look())).toEqual(['catalog-info.yaml']);
    expect([reader.state?.head, reader.state?.branch, refsOf(reader)]).toEqual([commit, named, [`component:default/${name}`]]);
    expect(await reader.look()).toEqual({ outcome: 'unchanged', head: commit, branch: named });
  }
});

it('follows a tag that is moved, and prefers a branch of the same name', async () => {
  const { repository } = repositoryWithRefs();
  const reader = readerAt(repository.path, 'v1.0');
  await reader.look();
  repository.git('-c', 'user.name=Cleo', '-c', 'user.email=c@example.com', 'tag', '--annotate', '--force', '--message=two', 'v1.0', 'main');
  await reader.look();
  expect(refsOf(reader)).toEqual(['component:default/third']);
  repository.git('branch', 'v1.0', 'release/2');
  await reader.look();
  expect(refsOf(reader)).toEqual(['component:default/second']);
});

it('says what is not there, and what is no name at all', async () => {
  const { repository } = repositoryWithRefs();
  await expect(readerAt(repository.path, 'v2').look()).rejects.toMatchObject({
    code: 'not-found',
    message: expect.stringContaining('has no branch or tag "v2"') as string,
    fix: 'Name one that exists, such as main, release/2.',
  });
  await expect(readerAt(repository.path, 'a'.repeat(40)).look()).rejects.toMatchObject({ code: 'not-found' });
  for (const odd of ['--upload-pack=x', 'a..b', 'a b', 'v1^{}'])
    await expect(readerAt(repository.path, odd).look()).rejects.toMatchObject({ code: 'not-found' });
});
