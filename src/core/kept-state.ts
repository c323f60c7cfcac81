/**
 * A small table that each process keeps whole in its memory, because answers need it and ask no database. It goes into
 * the snapshot as well. Who writes the table raises its version in the same transaction (`catalog/kept/raise-version.ts`).
 */
export interface KeptState {
  /** Of the version. */
  name: string;
  /** Makes memory equal to the table. Rejects when the database is away; then memory stays as it was. */
  read(): Promise<void>;
  /** Plain data. */
  save(): unknown;
  /** Undefined or of another release: then it stays empty until it is read. */
  load(value: unknown): void;
}
