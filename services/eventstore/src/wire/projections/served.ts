import type { StoreContext } from "../../context.ts";
import { StoreError } from "../../failures.ts";
import type { ProjectionRegistry } from "../../projections/projectionRegistry.ts";

const BUILT_IN: readonly string[] = ["$by_category", "$by_event_type"];

/** Projections that are part of the server and always run; none where none are served. */
export function builtInProjections({ runProjections }: StoreContext): readonly string[] {
  return runProjections === "none" ? [] : BUILT_IN;
}

/** The custom projections. @throws StoreError `notSupported` where they are not run. */
export function customProjections({ projections, runProjections }: StoreContext): ProjectionRegistry {
  if (projections !== undefined) return projections;
  const built = runProjections === "none" ? "" : ` (${BUILT_IN.join(" and ")} are built in)`;
  const message = `This server runs no custom projections${built}: it was started with --run-projections ${runProjections}, and only --run-projections all runs them.`;
  throw new StoreError({ kind: "notSupported", message });
}

/** @throws StoreError `notSupported`. */
export function refuseUnsupported(what: string): never {
  throw new StoreError({ kind: "notSupported", message: `This server does not support ${what}.` });
}
