import { setTimeout as wait } from "node:timers/promises";
import { command as mutation, graphql, type ResultOf } from "@ballast/schema/graphql";
import { duration } from "@ballast/schema/words";
import type { Client } from "../client/client.ts";
import { CommandFailure, exitCodes } from "../client/failure.ts";
import { commitsFor } from "./pastReleases.ts";
import { artifactOf, liveEnvironment, liveService } from "./live.ts";

const stageDocument = graphql(`
  query DemonstrationLane($service: String!, $environment: String!) {
    lane(service: $service, environment: $environment) { live { version } hold { reason } runningDeploy { id } }
  }
`);
/** The lane on which the story plays, as it is now. */
export type Stage = NonNullable<ResultOf<typeof stageDocument>["lane"]>;

/** A healthy release, one that fails for some customers, and one that still contains what that brought. */
export interface Trio {
  readonly healthy: string;
  readonly failing: string;
  readonly containing: string;
}

/** Where the story plays. */
export const place = { service: liveService, environment: liveEnvironment } as const;

/** What should have happened and did not. */
export const storyFailure = (
  message: string,
  remedy = "`npx ballast doctor` looks at what runs; the worker's log is in the data folder.",
): CommandFailure => new CommandFailure({ code: "DEMONSTRATION", message, remedy, exitCode: exitCodes.endedBadly });

/** Asks again and again until there is something. @throws {CommandFailure} that names what was waited for */
export async function until<T>(what: string, withinMs: number, look: () => Promise<T | null>): Promise<T> {
  for (const end = performance.now() + withinMs; ;) {
    const found = await look();
    if (found !== null) return found;
    if (performance.now() > end) throw storyFailure(`It did not happen within ${duration(withinMs)}: ${what}.`);
    await wait(300);
  }
}

/** Whether the demonstration is there: its last act is that everyone is on checkout v1. */
export async function isPrepared(client: Client): Promise<boolean> {
  const { lane } = await client
    .query(stageDocument, place)
    .catch((error: unknown) => {
      // The API, or the service, may not be there yet either.
      if (error instanceof CommandFailure && (error.code === "NOT_FOUND" || error.exitCode === exitCodes.unreachable))
        return { lane: null };
      throw error;
    });
  return lane?.live !== undefined && lane.live !== null;
}

/** The lane as it is. @throws {CommandFailure} where nothing of the demonstration is there */
export async function readStage(client: Client): Promise<Stage> {
  const { lane } = await client.query(stageDocument, place);
  if (lane?.live !== undefined && lane.live !== null) return lane;
  throw new CommandFailure({
    code: "NOT_FOUND", message: `This instance has no live ${place.service}: it was started without the demonstration.`,
    remedy: "Start with `npm start` (without --empty).",
  });
}

const releasesDocument = graphql(`
  query DemonstrationReleases($service: String!) {
    releases(first: 500, filter: { service: $service }) { edges { node { version where { environment state } } } }
  }
`);
type ReleaseRow = ResultOf<typeof releasesDocument>["releases"]["edges"][number]["node"];

async function releasesOfService(client: Client): Promise<readonly ReleaseRow[]> {
  const { releases } = await client.query(releasesDocument, { service: place.service });
  return releases.edges.map(({ node }) => node);
}

const isFresh = ({ where }: ReleaseRow): boolean =>
  !where.some(({ environment, state }) => environment === place.environment && state !== "none");

/** v2, v3 and v4 the first time; after that three new releases of the same kind: a release is told once. */
export async function chooseTrio(client: Client): Promise<Trio> {
  const known = new Map((await releasesOfService(client)).map((release) => [release.version, release]));
  const first: Trio = { healthy: "v2", failing: "v3", containing: "v4" };
  const rows = [first.healthy, first.failing, first.containing].map((version) => known.get(version));
  if (rows.every((row) => row !== undefined && isFresh(row))) return first;
  const last = Math.max(0, ...[...known.keys()].map((version) => Number(/^v(\d+)$/.exec(version)?.[1] ?? 0)));
  const trio: Trio = { healthy: `v${String(last + 1)}`, failing: `v${String(last + 2)}`, containing: `v${String(last + 3)}` };
  const now = Date.now();
  await recordRelease(client, { version: trio.healthy, behaviour: "healthy", releasedAt: now, commits: 3 });
  await recordRelease(client, { version: trio.failing, behaviour: "failing", releasedAt: now + 1, commits: 3 });
  await recordRelease(client, { version: trio.containing, behaviour: "healthy", releasedAt: now + 2, commits: 1 });
  return trio;
}

interface NewRelease {
  readonly version: string;
  readonly behaviour: "healthy" | "failing";
  readonly releasedAt: number;
  readonly commits: number;
}

async function recordRelease(client: Client, { version, behaviour, releasedAt: moment, commits: count }: NewRelease): Promise<void> {
  const releasedAt = new Date(moment).toISOString();
  const commits = commitsFor(`${place.service} ${version}`, releasedAt, count);
  const artifact = artifactOf(version, behaviour);
  await client.mutate(mutation("recordRelease"),
    { service: place.service, version, releasedAt, sha: commits.at(-1)?.sha, artifact, commits, notes: "Recorded for `ballast demo`." });
}

const openIncidentsDocument = graphql(`
  query DemonstrationIncidents($service: String!) {
    incidents(first: 50, filter: { service: $service, open: true }) { edges { node { id reference declaredBy { name } } } }
  }
`);

/** Clears away what an earlier telling left: its incident and its hold. What people opened stays, and is said. */
export async function clearStage(client: Client, say: (line: string) => void): Promise<void> {
  await until("the deploy that runs ends", 120_000, async () => ((await readStage(client)).runningDeploy === null ? true : null));
  const { incidents } = await client.query(openIncidentsDocument, { service: place.service });
  for (const { node: { id, reference, declaredBy } } of incidents.edges) {
    if (declaredBy.name !== "Ballast")
      throw storyFailure(
        `${reference} is open on ${place.service}: a failing deploy would join it instead of declaring an incident.`,
        `Resolve it first: \`ballast incident resolve ${reference}\`.`,
      );
    say(`  ${reference} of an earlier telling is resolved`);
    await resolve(client, id);
  }
  if ((await readStage(client)).hold === null) return;
  say("  the hold of an earlier telling is released");
  await client.mutate(mutation("releaseHold"), { ...place, reason: "the demonstration is told again" });
}

async function resolve(client: Client, incidentId: string): Promise<void> {
  await client.mutate(mutation("changeIncidentState"), { incidentId, to: "resolved", reason: "the demonstration is told again" });
}
