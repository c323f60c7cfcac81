import type { ReadFile } from '#core/descriptor.ts';
import { entityOf } from '#catalog/descriptor/entity-of.ts';
import { placeKey, type Claim, type NextClaim } from '#catalog/sync/claim.ts';
import type { Held } from '#catalog/sync/hold-removals.ts';
import { planClaims, planSync, type SyncPlan } from '#catalog/sync/plan-sync.ts';
import { planWrites, type Writes } from '#catalog/sync/plan-writes.ts';
import { settleRefs } from '#catalog/sync/settle-refs.ts';
import { atOnce } from '#catalog/sync/steps.ts';
import type { StoredEntity } from '#catalog/sync/plan-changes.ts';
import { readFile, StillClock, type Files } from './scripted-source.ts';

/** The catalog's tables on paper: reads are planned and applied as in the database, and every promise is looked at. */
export class PaperCatalog {
  readonly claims = new Map<string, Claim>();
  readonly tombstones = new Map<string, string>();
  readonly clock = new StillClock();
  readonly #entities = new Map<string, StoredEntity>();
  readonly #sources = new Map<string, { head: string | null; held: Held | null; files: Map<string, ReadFile> }>();
  readonly #ranks: Map<string, { orphaned: boolean; authority: boolean; position: number }>;

  constructor(ranks: Record<string, { authority?: boolean; position: number }>) {
    this.#ranks = new Map(Object.entries(ranks).map(([name, rank]) => [name, { orphaned: false, authority: false, ...rank }]));
  }

  /** One sync of a source. A delta gives only what differs from the last read. */
  sync(name: string, files: Files, how: { mode?: 'full' | 'delta'; head?: string; confirmed?: boolean } = {}): SyncPlan {
    const source = this.#sources.get(name) ?? { head: null, held: null, files: new Map<string, ReadFile>() };
    const now = new Map(Object.entries(files).map(([path, content]) => [path, readFile(path, content)]));
    const full = how.mode === 'full' || !this.#sources.has(name);
    const changed = [...now.values()].filter((file) => full || source.files.get(file.path)?.blob !== file.blob);
    const gonePaths = [...source.files.keys()].filter((path) => !now.has(path));
    const paths = new Set([...changed.map((file) => file.path), ...gonePaths]);
    const own = [...this.claims.values()].filter((claim) => claim.source === name);
    const touched = own.filter((claim) => full || paths.has(claim.path) || claim.gone !== null);
    const refs = new Set([...touched.map((claim) => claim.ref), ...changed.flatMap((file) => file.descriptors.map(({ ref }) => ref))]);
    const stored = [...this.claims.values()].filter((claim) => touched.includes(claim) || refs.has(claim.ref));
    const head = how.head ?? null;
    const input = {
      source: { name, head: source.head, held: source.held },
      read: { full, head, files: changed, removed: full ? [] : gonePaths },
      ranks: this.#ranks,
      stored,
      total: new Set(own.map((claim) => claim.ref)).size,
      tombstones: new Map([...this.tombstones].filter(([ref]) => refs.has(ref) && !stored.some((claim) => claim.ref === ref))),
      problems: [],
      gonePaths,
      confirmed: how.confirmed ?? false,
      clock: this.clock,
    };
    const plan = atOnce(planSync(atOnce(planClaims(input)), this.#entities, input));
    this.#apply(plan);
    this.#sources.set(name, { head, held: plan.held, files: now });
    return plan;
  }

  /** Nothing names the source any more, or something does again: who holds what is decided anew. */
  setOrphaned(name: string, orphaned: boolean): void {
    const rank = this.#ranks.get(name);
    if (!rank) throw new Error(`There is no source ${name}.`);
    this.#ranks.set(name, { ...rank, orphaned });
    const before = [...this.claims.values()];
    const after = before.map((claim): NextClaim => ({ ...claim, stored: claim }));
    const newUid = (ref: string): never => {
      throw new Error(`${ref} is nobody's.`);
    };
    const turns = atOnce(settleRefs({ before, after, ranks: this.#ranks, renames: new Map(), newUid }));
    this.#apply({ ...planWrites(turns, before), revived: [], tombstones: [] });
  }

  holder(ref: string): Claim | undefined {
    return [...this.claims.values()].find((claim) => claim.ref === ref && claim.holder);
  }

  /** `ref source/path#doc`, the holder marked with `*`, sorted. */
  get picture(): string[] {
    return [...this.claims.values()]
      .map(
        ({ ref, source, path, doc, holder, broken, gone }) =>
          `${ref} ${source}/${path}#${doc}${holder ? '*' : ''}${broken ? ' broken' : ''}${gone ? ' gone' : ''}`,
      )
      .toSorted();
  }

  #apply(plan: Writes & Pick<SyncPlan, 'revived' | 'tombstones'>): void {
    for (const row of plan.demote) this.#change(row, { holder: false });
    for (const row of plan.remove) this.claims.delete(placeKey(row));
    for (const { row, claim } of plan.patch) {
      const old = this.claims.get(placeKey(row));
      if (!old) throw new Error(`There is no row to patch at ${placeKey(row)}.`);
      this.claims.delete(placeKey(row));
      if (this.claims.has(placeKey(claim))) throw new Error(`Two rows at ${placeKey(claim)}.`);
      this.claims.set(placeKey(claim), { ...old, doc: claim.doc, broken: claim.broken, gone: claim.gone });
      this.#entities.set(
        placeKey(claim),
        this.#entities.get(placeKey(row)) ?? {
          entity: { apiVersion: '', kind: '', metadata: { name: '', namespace: '' } },
          definition: null,
        },
      );
    }
    this.#onlyOneHolder();
    for (const claim of plan.upsert) this.#insert(claim);
    this.#onlyOneHolder();
    for (const claim of plan.promote) this.#change(claim, { holder: true });
    this.#onlyOneHolder();
    for (const ref of plan.revived) this.tombstones.delete(ref);
    for (const { ref, uid } of plan.tombstones) this.tombstones.set(ref, uid);
  }

  #insert(claim: NextClaim): void {
    const { fresh, stored: _, ...row } = claim;
    if (!fresh) throw new Error('Only fresh content is inserted.');
    this.claims.set(placeKey(row), { ...row, broken: null, gone: null });
    this.#entities.set(placeKey(row), { entity: entityOf(fresh), definition: fresh.definition ?? null });
  }

  #change(at: Claim, change: Partial<Claim>): void {
    const row = this.claims.get(placeKey(at));
    if (!row) throw new Error(`There is no row at ${placeKey(at)}.`);
    this.claims.set(placeKey(at), { ...row, ...change });
  }

  #onlyOneHolder(): void {
    const held = [...this.claims.values()].filter((claim) => claim.holder).map((claim) => claim.ref);
    if (new Set(held).size !== held.length) throw new Error(`Several rows hold one of ${held.join(', ')}.`);
  }
}
