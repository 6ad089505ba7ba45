import { type DeployCommand, deployDecider, type LaneCommand, laneDecider } from "@ballast/domain";
import { handle, ids } from "@ballast/eventlog";
import type { Principal } from "../auth/principal.ts";
import type { SpecServer } from "./server.ts";

/** A service with releases v1 … vn and what workflows record of them, for specs of what is read. */
export interface Delivered {
  readonly slug: string;
  readonly serviceId: string;
  readonly laneId: string;
  release(version: string): { readonly releaseId: string; readonly version: string };
  lane(command: LaneCommand): Promise<string>;
  deploy(id: string, command: DeployCommand): Promise<string>;
  /** Deploys a version to everyone and proves it good; answers the deploy's id. */
  ship(version: string): Promise<string>;
  /** Waits until what was written can be read. */
  read(): Promise<void>;
}

interface History {
  readonly slug: string;
  readonly releases: number;
}

/** Registers the service with `production` on the fleet and records its releases, one a day with two commits each. */
export async function delivered(spec: SpecServer, by: Principal, { slug, releases }: History): Promise<Delivered> {
  const run = (mutation: string, input: object) => spec.run(by, mutation, input);
  await run("registerService", { slug, name: slug.charAt(0).toUpperCase() + slug.slice(1) });
  await run("defineEnvironment", { service: slug, environment: "production", kind: "production", target: { kind: "fleet" } });
  const serviceId = ids.service(slug);
  const laneId = ids.lane(serviceId, "production");
  const release = (version: string) => ({ releaseId: ids.release(serviceId, version), version });
  for (let n = 1; n <= releases; n += 1) await run("recordRelease", recordOf(slug, n));
  let last = "0";
  const context = () => ({
    commandId: crypto.randomUUID(), actor: { personId: null, name: "workflow", means: "workflow" as const },
    now: spec.server.now().toISOString(), correlationId: "spec", causationId: "spec",
  });
  const lane = async (command: LaneCommand): Promise<string> =>
    (last = (await handle(spec.server.log, { aggregate: laneDecider, id: laneId, command, context: context() })).position);
  const deploy = async (id: string, command: DeployCommand): Promise<string> =>
    (last = (await handle(spec.server.log, { aggregate: deployDecider, id, command, context: context() })).position);
  return {
    slug, serviceId, laneId, release, lane, deploy,
    async ship(version) {
      const now = spec.server.now().toISOString();
      const { recordId: deployId } = await run("requestDeploy", { service: slug, environment: "production", version });
      const named = { now, laneId, serviceId, environment: "production", deployId, ...release(version) };
      await lane({ type: "ServeEveryone", ...named });
      await lane({ type: "ProveGood", ...named });
      await lane({ type: "UnlockLane", now, laneId, deployId, reason: null });
      await spec.server.readModel.waitFor(last);
      return deployId;
    },
    read: async () => void (await spec.server.readModel.waitFor(last)),
  };
}

function recordOf(slug: string, n: number): object {
  const day = String(n).padStart(2, "0");
  const commit = (part: string) => ({
    sha: `${n}${part}`.repeat(8).slice(0, 12).replace(/[^0-9a-f]/g, "0"), subject: `${part === "a" ? "Add" : "Mend"} part ${n} of ${slug}`,
    author: "Ada", authorAt: `2026-11-${day}T0${part === "a" ? 1 : 2}:00:00Z`,
  });
  return {
    service: slug, version: `v${n}`, releasedAt: `2026-11-${day}T08:00:00Z`, artifact: { command: "node", args: ["{sample}"] },
    commits: [commit("a"), commit("b")],
  };
}
