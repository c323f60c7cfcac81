import fc from 'fast-check';
import { sql } from 'drizzle-orm/sql';
import { afterAll, expect, it } from 'vitest';
import { createWorkerPool } from '#workers/worker-pool.ts';
import { emptyTables, onDatabase } from '../../../test/support/databases.ts';
import { organisationWorld, type OrganisationWorld } from '../../../test/support/organisation-world.ts';
import type { PaperRepository } from '../../../test/support/paper-organisation.ts';
import { component } from '../../../test/support/source-world.ts';
import { differencesButForHistory } from '../../../test/support/storm/but-for-history.ts';
import { readContents } from '../../../test/support/storm/catalog-contents.ts';
import { tellDifferences } from '../../../test/support/storm/tell-differences.ts';

const path = 'catalog-info.yaml';
const broken = 'kind: [Component';
const pool = createWorkerPool({ threads: 1 });
afterAll(() => pool.close());

type Change =
  | { do: 'describe'; id: string; entity: string }
  | { do: 'break' | 'empty' | 'archive' | 'unarchive' | 'replace'; id: string }
  | { do: 'call'; id: string; name: string };
type Look = { do: 'look' } | { do: 'glance'; names: string[] } | { do: 'both'; names: string[]; meanwhile: Change };

const id = fc.constantFrom('1', '2', '3');
const name = fc.constantFrom('shop', 'pay', 'till');
const names = fc.uniqueArray(name, { minLength: 1, maxLength: 3 });
const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('describe' as const), id, entity: fc.constantFrom('a', 'b') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('break' as const), id }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('empty', 'archive', 'unarchive', 'replace'), id }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('call' as const), id, name }) },
);
const look: fc.Arbitrary<Look> = fc.constant({ do: 'look' });
const anyLook: fc.Arbitrary<Look> = fc.oneof(
  { weight: 3, arbitrary: look },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('glance' as const), names }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('both' as const), names, meanwhile: change }) },
);
const story = (looks: fc.Arbitrary<Look>) =>
  fc.array(fc.oneof({ weight: 3, arbitrary: change }, { weight: 2, arbitrary: looks }), { minLength: 8, maxLength: 20 });
const runs = { numRuns: 20 };

onDatabase('pglite', (_name, open) => {
  const begin = async () => {
    await emptyTables(open());
    return new Told(organisationWorld(open(), pool));
  };

  it('end, however they were looked at, where one look at the end does', async () => {
    const property = fc.asyncProperty(story(anyLook), async (steps) => {
      const told = await begin();
      for (const step of steps) await told.go(step);
      await told.world.look();
      const lived = await readContents(open().db);
      await open().db.rows(sql`update source set synced_at = null, head = null where orphaned_at is null`);
      await told.world.look();
      expect(tellDifferences(await readContents(open().db), lived)).toEqual([]);
      await emptyTables(open());
      await told.world.look();
      const ever = new Map(lived.sources.map(({ name: source, origin }) => [String(source), told.everIn(origin)]));
      expect(differencesButForHistory(lived, await readContents(open().db), ever)).toEqual([]);
    });
    await fc.assert(property, runs);
  }, 30_000);

  it('leave of each repository what it said last when it could be read, under whatever name, and nothing else', async () => {
    const property = fc.asyncProperty(story(look), async (steps) => {
      const told = await begin();
      const said = new Map<string, string>();
      for (const step of steps) {
        await told.go(step);
        if (step.do !== 'look') continue;
        for (const [key, repository] of told.world.github.all) {
          const text = repository.files?.[path];
          if (repository.archived === true || text === broken) continue;
          if (text === undefined) said.delete(key);
          else said.set(key, `component:default/${/name: (\w+)/.exec(text)?.[1]}`);
        }
        const claims = await open().db.rows<{ id: string; ref: string }>(sql`
          select s.origin ->> 'externalId' as id, d.ref from descriptor d join source s on s.name = d.source`);
        expect(claims.map((claim) => `${claim.id} ${claim.ref}`).toSorted()).toEqual([...said].map((pair) => pair.join(' ')).toSorted());
      }
    });
    await fc.assert(property, runs);
  }, 30_000);
});

/** An organisation of three repositories, and what becomes of them. */
class Told {
  readonly world: OrganisationWorld;
  /** By id at GitHub: what it has ever described. */
  readonly #ever = new Map<string, Set<string>>();
  /** How often a repository has been made anew; each has another id. */
  readonly #times = new Map<string, number>();

  constructor(world: OrganisationWorld) {
    this.world = world;
    for (const one of ['1', '2', '3']) this.#put(one, {});
  }

  everIn(origin: unknown): ReadonlySet<string> {
    return this.#ever.get((origin as { externalId?: string } | null)?.externalId ?? '') ?? new Set();
  }

  async go(step: Change | Look): Promise<void> {
    if (step.do === 'look') await this.world.look();
    else if (step.do === 'glance') await this.#glance(step.names);
    else if (step.do === 'both') await this.#both(step.names, step.meanwhile);
    else this.#change(step);
  }

  async #glance(some: readonly string[]): Promise<void> {
    await this.world.glance({ names: some.map((one) => `acme/${one}`) });
  }

  /** Two looks side by side, while something happens. */
  async #both(some: readonly string[], meanwhile: Change): Promise<void> {
    const { github } = this.world;
    const at = github.requests + 2;
    github.before = () => void (github.requests === at && this.#change(meanwhile));
    await Promise.all([this.world.look(), this.#glance(some)]);
    github.before = () => undefined;
  }

  #change(step: Change): void {
    if (step.do === 'describe') {
      const key = this.#idOf(step.id);
      this.#ever.set(key, (this.#ever.get(key) ?? new Set()).add(`component:default/${step.entity}`));
      this.#put(step.id, { files: { [path]: component(step.entity) } });
    } else if (step.do === 'break') this.#put(step.id, { files: { [path]: broken } });
    else if (step.do === 'empty') this.#put(step.id, { files: {} });
    else if (step.do === 'archive' || step.do === 'unarchive') this.#put(step.id, { archived: step.do === 'archive' });
    else if (step.do === 'replace') {
      const before = this.world.github.all.get(this.#idOf(step.id))?.name;
      this.world.github.all.delete(this.#idOf(step.id));
      this.#times.set(step.id, (this.#times.get(step.id) ?? 0) + 1);
      this.#put(step.id, before === undefined ? {} : { name: before });
    } else if (step.do === 'call') this.#call(step.id, step.name);
  }

  /** Whoever has the name gets the other's. */
  #call(one: string, wanted: string): void {
    const { all } = this.world.github;
    const own = all.get(this.#idOf(one))?.name;
    const other = [...all].find(([, repository]) => repository.name === wanted)?.[0];
    const there = other === undefined ? undefined : all.get(other);
    if (other !== undefined && there && own !== undefined) this.world.github.put(other, { ...there, name: own });
    this.#put(one, { name: wanted });
  }

  #put(one: string, what: Partial<PaperRepository>): void {
    const before = this.world.github.all.get(this.#idOf(one)) ?? { name: `r${one}`, files: {} };
    this.world.github.put(this.#idOf(one), { ...before, ...what });
  }

  #idOf(one: string): string {
    return `${one}.${this.#times.get(one) ?? 0}`;
  }
}
