import { createHash } from "node:crypto";
import { codeHash } from "./codeHash.ts";
import type { Projection } from "./projection.ts";
import type { SideTable } from "./tables.ts";

/** Raise it when the tables that the engine keeps for itself change: a file of another one cannot even answer meanwhile. */
const ENGINE_TABLES = 8;

/** A stamp of everything that decides what a read model's file holds: its tables, and all code that writes into them. */
export function modelStamp(projections: readonly Projection[], sideTables: readonly SideTable[]): string {
  return createHash("sha256").update(JSON.stringify([shapeStamp(projections, sideTables), codeHash])).digest("hex");
}

/** A stamp of the tables alone: a file whose tables are the same can answer while its successor is built. */
export function shapeStamp(projections: readonly Projection[], sideTables: readonly SideTable[]): string {
  const shapes = projections.map(({ kind, columns, axes, history }) => [
    kind,
    Object.entries(columns).map(([name, { type }]) => [name, type]),
    axes,
    history,
  ]);
  return createHash("sha256").update(JSON.stringify([ENGINE_TABLES, shapes, sideTables.map(({ ddl }) => ddl)])).digest("hex");
}
