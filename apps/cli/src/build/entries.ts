import { join } from "node:path";
import { findRoot } from "../root.ts";

/** One process of Ballast, a thread of one, or the command line, and the file its bundle is made from. */
export interface Entry {
  /** Name of the bundle: `apps/cli/dist/NAME.js`. */
  readonly name: string;
  /** Path of the source, relative to the repository's root. */
  readonly source: string;
}

export const entries: readonly Entry[] = [
  { name: "cli", source: "apps/cli/src/main.ts" },
  { name: "demonstration", source: "apps/cli/src/demo/main.ts" },
  { name: "mail", source: "apps/cli/src/start/mail.ts" },
  { name: "eventstore", source: "services/eventstore/src/main.ts" },
  { name: "fleet", source: "services/delivery/src/fleet/main.ts" },
  { name: "fleetThread", source: "services/delivery/src/fleet/data/thread.ts" },
  { name: "sample", source: "services/delivery/src/sample/main.ts" },
  { name: "worker", source: "workflows/src/main.ts" },
  { name: "api", source: "apps/api/src/main.ts" },
  { name: "reader", source: "apps/api/src/readerThread.ts" },
  { name: "history", source: "services/eventlog/src/history/thread.ts" },
  { name: "drawing", source: "apps/api/src/risk/drawing/thread.ts" },
];

/** The module that exports every workflow; bundled for Temporal's sandbox on its own. */
export const workflowsSource = "workflows/src/workflows.ts";

/** What goes into the sandbox beside them: it hands traces on. */
export const workflowInterceptors = "workflows/src/traceHeader.ts";

/** Folder of the bundles. */
export const distFolder = (): string => join(findRoot(), "apps", "cli", "dist");

/** The bundle of one entry. */
export const bundleOf = (name: string): string => join(distFolder(), `${name}.js`);

/** All bundles, by the absolute path of the source that each is made from. */
export const bundlesBySource = (): ReadonlyMap<string, string> =>
  new Map(entries.map(({ name, source }) => [join(findRoot(), source), bundleOf(name)]));

/** The prebuilt workflow code the worker loads instead of running webpack at its start. */
export const workflowBundle = (): string => join(distFolder(), "workflows.js");

/**
 * Where Node keeps what it has compiled of the bundles: a third of what starting them takes. Only those write there who may change
 * the programs themselves, and nobody misses it where it cannot be written.
 */
export const compiledFolder = (): string => join(findRoot(), "node_modules", ".cache", "ballast");

/** The built console that the API serves. */
export const consoleFolder = (): string => join(findRoot(), "apps", "console", "dist");
