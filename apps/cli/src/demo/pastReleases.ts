import { createHash } from "node:crypto";
import { canonicalCommits, deployDecider, laneDecider, releaseDecider } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import type { Commit } from "@ballast/schema";
import { after, type Author, type Calendar } from "./author.ts";
import { actor, type Login, type Shop } from "./cast.ts";

const subjects = [
  "Retry a payment once, not three times",
  "Round tax per line",
  "Log the basket id",
  "Update the currency table",
  "Drop the old session cookie",
  "Cache the ranking of the front page",
  "Send the bank file before midnight",
  "Name the customer in every error",
  "Speed up suggestions for short words",
  "Remove the feature switch of last spring",
  "Cut the start-up time in half",
  "Let a refund name its reason",
  "Keep the order of equal hits",
  "Tell the customer which field is wrong",
  "Bound the queue of outgoing mail",
  "Move the limits into the configuration",
  "Use the shared time-out for calls to billing",
  "Show the total with tax",
  "Answer 503 with a time to try again",
  "Write the audit entry in the same transaction",
  "Warm the cache before taking traffic",
  "Close idle connections after a minute",
  "Translate the notices into six languages",
  "Read the address from the new field",
  "Count refused cards apart from errors",
];
export const engineers: readonly Login[] = ["ana", "jo", "kim", "sam"];

export const hash = (text: string): string => createHash("sha256").update(text).digest("hex");
const pick = <Item>(items: readonly Item[], index: number): Item => {
  const item = items[index % items.length];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
};

/** Commits of one release: two to five, written in the days before it. */
export function commitsFor(name: string, releasedAt: string, count: number): readonly Commit[] {
  return Array.from({ length: count }, (_, index) => {
    const seed = hash(`${name}/${String(index)}`);
    const number = Number.parseInt(seed.slice(0, 6), 16);
    return {
      sha: hash(`commit ${name} ${String(index)}`).slice(0, 40), authorAt: after(releasedAt, -3_600 * (2 + (number % 60))),
      author: actor(pick(engineers, number)).name, subject: pick(subjects, number), merge: false, reverts: [],
    };
  });
}

/** Hash of a release's commits, as every importer computes it. */
export const commitsHash = (commits: readonly Commit[]): string => hash(canonicalCommits(commits));

/** Six weeks of releases and their deploys, as another system drove them: most went well, a few failed on the way. */
export async function tellReleases(author: Author, calendar: Calendar, shop: Shop): Promise<void> {
  const every = 42 / shop.releasesInSixWeeks;
  for (let index = 0; index < shop.releasesInSixWeeks; index += 1) {
    const hour = 8 + (Number.parseInt(hash(`${shop.slug}${String(index)}`).slice(0, 4), 16) % 9);
    const at = calendar(
      Math.max(1, Math.round(42 - every * index)),
      `${String(hour).padStart(2, "0")}:${String((index * 17) % 60).padStart(2, "0")}`,
    );
    const version = shop.version(index, at);
    const by = pick(engineers, index);
    const failed = index > 0 && index % 7 === 3;
    await tellRelease(
      author, { slug: shop.slug, version, at, by, index, commits: commitsFor(`${shop.slug} ${version}`, at, 2 + (index % 4)) },
    );
    await tellDeploy(author, { slug: shop.slug, version, environment: "staging", at: after(at, 600), failed: false, by });
    await tellDeploy(author, { slug: shop.slug, version, environment: "production", at: after(at, 5_400), failed, by });
  }
}

interface PastRelease {
  readonly slug: string;
  readonly version: string;
  readonly at: string;
  readonly by: Login;
  /** Its place in its source. */
  readonly index: number;
  readonly commits: readonly Commit[];
}

/** Tells one release. */
export async function tellRelease(author: Author, { slug, version, at, by, index, commits }: PastRelease): Promise<void> {
  const serviceId = ids.service(slug);
  const releaseId = ids.release(serviceId, version);
  await author.write({
    aggregate: releaseDecider,
    id: releaseId,
    at,
    by: actor(by),
    command: {
      type: "RecordRelease", now: at, releaseId, serviceId, version, releasedAt: at, sha: commits.at(-1)?.sha ?? null, artifact: null,
      commits, commitsHash: commitsHash(commits), rollbackSafe: true, rollbackUnsafeReason: null, notes: "", order: index,
    },
  });
}

/** A deploy that another system drove. */
export interface PastDeploy {
  readonly slug: string;
  readonly version: string;
  readonly environment: string;
  readonly at: string;
  readonly failed: boolean;
  readonly by: Login;
  /** It went to where Ballast drives deploys itself now: what serves there it knows from itself. */
  readonly elsewhere?: true;
}

/** How long the pipeline takes, seconds. */
export const DEPLOY_SECONDS = 420;

/** The deploy's id. */
export const pastDeployId = ({ slug, version, environment }: Pick<PastDeploy, "slug" | "version" | "environment">): string =>
  ids.observedDeploy(ids.service(slug), "demonstration", `${environment}/${version}`);

/** Tells one deploy, from its beginning to its end. */
export async function tellDeploy(author: Author, deploy: PastDeploy): Promise<void> {
  const { slug, version, environment, at, failed, by } = deploy;
  const serviceId = ids.service(slug);
  const laneId = ids.lane(serviceId, environment);
  const releaseId = ids.release(serviceId, version);
  const deployId = pastDeployId(deploy);
  const pipeline = { personId: null, name: `${actor(by).name}, by the pipeline`, means: "webhook" } as const;
  const observed = { aggregate: deployDecider, id: deployId, by: pipeline } as const;
  await author.write({
    ...observed,
    at,
    command: {
      type: "ObserveDeploy", now: at, deployId, laneId, serviceId, environment, releaseId, version, state: "running", url: null,
      observedFrom: "the pipeline",
    },
  });
  const end = after(at, DEPLOY_SECONDS);
  await author.write({
    ...observed,
    at: end,
    command: {
      type: "ChangeObservation", now: end, deployId, state: failed ? "failed" : "succeeded", description: failed ? "smoke test failed" : "",
      url: null,
    },
  });
  if (failed || deploy.elsewhere === true) return;
  await author.write({
    aggregate: laneDecider, id: laneId, at: end, by: pipeline,
    command: { type: "ServeEveryone", now: end, laneId, serviceId, environment, deployId, releaseId, version },
  });
}
