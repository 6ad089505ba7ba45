/**
 * What can be asked of the read model, by name. Each slice adds its own queries in its `slice.ts`
 * (`declare module "../engine/registry.ts"`), so that whoever needs those of another record imports none of its files.
 */
export interface Queries {}

/** The rows of records, by the kind of the record; each slice adds its own. */
export interface Rows {}

/** The row of a kind of record. */
export type RowOf<Kind extends keyof Rows> = Rows[Kind];
