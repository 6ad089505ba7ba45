import { createHash } from "node:crypto";
import type { Projection } from "./projection.ts";
import type { SideTable } from "./tables.ts";

/** Raise it when the engine itself, or a rule that a projection calls, changes what rows look like. */
const ENGINE_VERSION = 8;

/** A stamp of everything that decides what a read model's file holds. */
export function modelStamp(projections: readonly Projection[], sideTables: readonly SideTable[]): string {
  const parts = [...projections.map(({ fingerprint }) => fingerprint), ...sideTables.map(({ name, ddl, apply }) => [name, ddl, apply.toString()])];
  return createHash("sha256").update(JSON.stringify([ENGINE_VERSION, parts])).digest("hex");
}

/** A stamp of the tables alone: a file whose tables are the same can answer while its successor is built. */
export function shapeStamp(projections: readonly Projection[], sideTables: readonly SideTable[]): string {
  const shapes = projections.map(({ kind, columns, axes, history }) => [kind, Object.entries(columns).map(([name, { type }]) => [name, type]), axes, history]);
  return createHash("sha256").update(JSON.stringify([ENGINE_VERSION, shapes, sideTables.map(({ ddl }) => ddl)])).digest("hex");
}
