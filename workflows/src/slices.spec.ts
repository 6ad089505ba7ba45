import { existsSync, globSync } from "node:fs";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { workflowNames } from "@ballast/schema/workflows";
import { describe, expect, it } from "vitest";
import { eventsIn } from "./reactor/byEvent.ts";
import { Following } from "./reactor/openRecords.ts";
import { slices } from "./slices.ts";
import { WorkerWorld } from "./specification/worker.ts";
import * as workflows from "./workflows.ts";

const here = import.meta.dirname;
const found = (pattern: string): readonly string[] => globSync(pattern, { cwd: here });

/** Everything that a module exports. */
const exportsOf = async (path: string): Promise<readonly unknown[]> =>
  Object.values((await import(pathToFileURL(`${here}/${path}`).href)) as Readonly<Record<string, unknown>>);

describe("the slices of the worker", () => {
  it("are all listed, and nothing else is", async () => {
    const manifests = (await Promise.all(found("*/slice.ts").filter((path) => !path.startsWith("reactor")).map(exportsOf))).flat();
    expect(new Set(slices)).toEqual(new Set(manifests));
  });

  it("have a manifest wherever there is a workflow or an activity", () => {
    const folders = [...new Set([...found("*/*.workflow.ts"), ...found("*/*.activities.ts")].map(dirname))];
    expect(folders.filter((folder) => !existsSync(`${here}/${folder}/slice.ts`))).toEqual([]);
    expect(folders).not.toEqual([]);
  });

  it("have every workflow registered, by the name under which it is started", async () => {
    const written = (await Promise.all(found("*/*.workflow.ts").map(exportsOf))).flat().filter((value) => typeof value === "function");
    expect(new Set(Object.values(workflows))).toEqual(new Set(written));
    expect(Object.keys(workflows).toSorted()).toEqual(Object.values(workflowNames).toSorted());
  });

  it("bring every activity once for each queue", () => {
    const { parts } = new WorkerWorld();
    for (const queue of ["delivery", "rollback", "response", "sending"] as const) {
      const names = slices.flatMap(({ activities }) => Object.keys(activities[queue]?.(parts) ?? {}));
      expect(names).not.toEqual([]);
      expect(names).toEqual([...new Set(names)]);
    }
  });

  it("are told of what they react to and of what opens or ends their records", () => {
    const watched = eventsIn(slices.map(({ reactions }) => reactions));
    expect(watched).toEqual(
      expect.arrayContaining([
        "LaneLocked", "DeployRequested", "DeployPreempted", "IncidentDeclared", "ServicesNamed", "PageRequested", "PageStopped",
      ]),
    );
    expect(new Following(slices).types).toEqual(
      expect.arrayContaining(["LaneUnlocked", "EffectMeasured", "IncidentMerged", "PageAcknowledged"]),
    );
  });
});
