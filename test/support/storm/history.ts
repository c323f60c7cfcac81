import { shuffled, type Random } from '../../../bench/random.ts';
import type { WorldRepository } from '../github/repository.ts';
import type { GitHubWorld } from '../github/world.ts';
import { type Happening, peopleEvent, pushed, repositoryEvent } from './happening.ts';

export const catalogFile = 'catalog-info.yaml';

/** What can happen; each changes the world and gives what GitHub tells of it. */
export interface History {
  /** One thing more. */
  next(): Happening[];
}

interface Teller {
  world: GitHubWorld;
  random: Random;
  /** A number that was not given before. */
  number: () => number;
}

type Step = (teller: Teller) => Happening[];

/** The same history for the same random numbers, in an organisation that begins with so many repositories. */
export function beginHistory(world: GitHubWorld, random: Random, repositories: number): History {
  let given = 0;
  const teller: Teller = { world, random, number: () => ++given };
  for (let n = 0; n < repositories; n++) world.repository(`r${n}`, { files: { [catalogFile]: service(`svc-${n}`, teller) } });
  for (const slug of ['payments', 'shop', 'platform']) world.team(slug);
  for (let n = 0; n < 12; n++) world.member(`m${n}`, { name: `Member ${n}` });
  const steps = weighted.flatMap(([weight, step]) => Array.from({ length: weight }, () => step));
  return { next: () => random.pick(steps)(teller) };
}

const weighted: [number, Step][] = [
  [40, changeFile],
  [6, breakFile],
  [5, removeFile],
  [6, callEntityOtherwise],
  [4, takeEntityOver],
  [6, forcePush],
  [5, pushBeside],
  [4, create],
  [3, remove],
  [3, archive],
  [5, rename],
  [1, swapNames],
  [3, transfer],
  [3, publish],
  [3, switchBranch],
  [2, renameBranch],
  [4, changeTeam],
  [4, changeMembership],
  [2, changeMembers],
];

function changeFile({ world, random, number }: Teller): Happening[] {
  const repository = random.pick(own(world));
  repository.push({ [catalogFile]: service(entityIn(repository) ?? `svc-new-${number()}`, { random, number }) });
  return [pushed(world, repository)];
}

function breakFile({ world, random }: Teller): Happening[] {
  const repository = random.pick(own(world));
  repository.push({ [catalogFile]: random.chance(0.5) ? 'kind: [Component' : 'apiVersion: backstage.io/v1alpha1\nkind: Component\n' });
  return [pushed(world, repository)];
}

function removeFile({ world, random }: Teller): Happening[] {
  const repository = random.pick(own(world));
  repository.push({ [catalogFile]: null });
  return [pushed(world, repository)];
}

function callEntityOtherwise({ world, random, number }: Teller): Happening[] {
  const repository = random.pick(own(world));
  repository.push({ [catalogFile]: service(`svc-new-${number()}`, { random, number }) });
  return [pushed(world, repository)];
}

/** An entity moves to another repository, or two of them claim it. */
function takeEntityOver({ world, random, number }: Teller): Happening[] {
  const [from, to] = [random.pick([...world.repositories.values()]), random.pick(own(world))];
  const name = entityIn(from) ?? 'svc-0';
  to.push({ [catalogFile]: service(name, { random, number }) });
  if (random.chance(0.5) || from === to) return [pushed(world, to)];
  from.push({ [catalogFile]: null });
  return [pushed(world, to), pushed(world, from)];
}

function forcePush({ world, random }: Teller): Happening[] {
  const repository = random.pick(own(world));
  repository.branches.set(repository.defaultBranch, random.pick([...repository.commits.keys()]));
  return [pushed(world, repository)];
}

function pushBeside({ world, random, number }: Teller): Happening[] {
  const repository = random.pick(own(world));
  repository.push({ [catalogFile]: service(`svc-beside-${number()}`, { random, number }) }, 'beside');
  return [pushed(world, repository, 'beside')];
}

function create({ world, random, number }: Teller): Happening[] {
  const repository = world.repository(freeName(world, random, number), {
    files: { [catalogFile]: service(`svc-new-${number()}`, { random, number }) },
  });
  return [repositoryEvent(world, repository, 'created'), pushed(world, repository)];
}

function remove({ world, random }: Teller): Happening[] {
  if (own(world).length < 20) return [];
  const repository = random.pick(own(world));
  const told = repositoryEvent(world, repository, 'deleted');
  world.remove(repository);
  return [told];
}

function archive({ world, random }: Teller): Happening[] {
  const repository = random.pick(own(world));
  repository.archived = !repository.archived;
  return [repositoryEvent(world, repository, repository.archived ? 'archived' : 'unarchived')];
}

function rename({ world, random, number }: Teller): Happening[] {
  return [renamed(world, random.pick(own(world)), freeName(world, random, number))];
}

/** Each has the other's name afterwards. */
function swapNames({ world, random, number }: Teller): Happening[] {
  const [one, other] = shuffled(own(world), random);
  if (!one || !other) return [];
  const [first, second] = [one.name, other.name];
  return [renamed(world, one, `between-${number()}`), renamed(world, other, first), renamed(world, one, second)];
}

function renamed(world: GitHubWorld, repository: WorldRepository, name: string): Happening {
  const before = repository.name;
  repository.rename(name);
  return repositoryEvent(world, repository, 'renamed', { repository: { name: { from: before } } });
}

function transfer({ world, random }: Teller): Happening[] {
  const away = [...world.repositories.values()].filter(({ owner }) => owner === 'elsewhere');
  const back = away.length > 0 && random.chance(0.6);
  const repository = random.pick(back ? away : own(world));
  const to = back ? world.organization : 'elsewhere';
  if (isTaken(world, to, repository.name)) return [];
  const from = repository.owner;
  repository.transfer(to);
  return [repositoryEvent(world, repository, 'transferred', { owner: { from: { organization: { login: from } } } })];
}

function publish({ world, random }: Teller): Happening[] {
  const repository = random.pick(own(world));
  repository.visibility = repository.visibility === 'public' ? 'private' : 'public';
  return [repositoryEvent(world, repository, repository.visibility === 'public' ? 'publicized' : 'privatized')];
}

function switchBranch({ world, random }: Teller): Happening[] {
  const repository = random.pick(own(world));
  const from = repository.defaultBranch;
  repository.defaultBranch = random.pick([...repository.branches.keys()]);
  return [repositoryEvent(world, repository, 'edited', { default_branch: { from } })];
}

/** The same commit under another name of the default branch. */
function renameBranch({ world, random, number }: Teller): Happening[] {
  const repository = random.pick(own(world));
  const from = repository.defaultBranch;
  const head = repository.branches.get(from);
  if (head === undefined) return [];
  repository.defaultBranch = `trunk-${number()}`;
  repository.branches.delete(from);
  repository.branches.set(repository.defaultBranch, head);
  return [repositoryEvent(world, repository, 'edited', { default_branch: { from } })];
}

function changeTeam({ world, random, number }: Teller): Happening[] {
  if (world.teams.size < 4 || random.chance(0.4)) {
    world.team(`team-${number()}`, { parent: random.pick([...world.teams.keys(), null]) });
    return [peopleEvent(world, 'team', 'created')];
  }
  const team = random.pick([...world.teams.values()]);
  if (random.chance(0.5)) {
    team.name = `Team ${number()}`;
    return [peopleEvent(world, 'team', 'edited')];
  }
  world.teams.delete(team.slug);
  for (const child of world.teams.values()) if (child.parent === team.slug) child.parent = null;
  return [peopleEvent(world, 'team', 'deleted')];
}

function changeMembership({ world, random }: Teller): Happening[] {
  const team = random.pick([...world.teams.values()]);
  const login = random.pick([...world.members.keys()]);
  const isIn = team.members.includes(login);
  team.members = isIn ? team.members.filter((one) => one !== login) : [...team.members, login];
  return [peopleEvent(world, 'membership', isIn ? 'removed' : 'added')];
}

function changeMembers({ world, random, number }: Teller): Happening[] {
  if (world.members.size < 8 || random.chance(0.5)) {
    world.member(`new-${number()}`);
    return [peopleEvent(world, 'organization', 'member_added')];
  }
  const login = random.pick([...world.members.keys()]);
  world.members.delete(login);
  for (const team of world.teams.values()) team.members = team.members.filter((one) => one !== login);
  return [peopleEvent(world, 'organization', 'member_removed')];
}

const own = (world: GitHubWorld): WorldRepository[] => [...world.repositories.values()].filter(({ owner }) => owner === world.organization);

function isTaken(world: GitHubWorld, owner: string, name: string): boolean {
  return [...world.repositories.values()].some((one) => one.owner === owner && one.name === name);
}

/** A new one, or one that another repository had before. */
function freeName(world: GitHubWorld, random: Random, number: () => number): string {
  const old = `r${random.below(60)}`;
  return random.chance(0.5) && !isTaken(world, world.organization, old) ? old : `new-${number()}`;
}

function entityIn({ commits, branches, defaultBranch }: WorldRepository): string | undefined {
  const text = commits
    .get(branches.get(defaultBranch) ?? '')
    ?.get(catalogFile)
    ?.bytes.toString();
  return text === undefined ? undefined : nameIn(text);
}

/** The entity that a file describes. */
export const nameIn = (text: string): string | undefined => /^ {2}name: (.+)$/m.exec(text)?.[1];

function service(name: string, { random, number }: Pick<Teller, 'random' | 'number'>): string {
  const owner = random.pick(['payments', 'shop', 'nobody']);
  const spec = `  type: service\n  lifecycle: production\n  owner: ${owner}\n  dependsOn: [component:svc-${random.below(60)}]\n`;
  return `apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: ${name}\n  description: v${number()}\nspec:\n${spec}`;
}
