import { type DeployCommand, deployDecider, laneDecider, releaseDecider } from "@ballast/domain";
import { foldRecord, handle, type HandlingContext, ids } from "@ballast/eventlog";
import { webAddress, type DeployEvent, type EnvironmentKind } from "@ballast/schema";
import type { z } from "zod";
import { cut } from "./cut.ts";
import { environmentSlug, observedState, type deploymentPayload, type deploymentStatusPayload } from "./github.ts";
import { defineObserved, kindNamed } from "./observedEnvironment.ts";
import { recordObservedRelease, type Observer, type Outcome } from "./observeRelease.ts";

type Deployment = z.infer<typeof deploymentPayload>["deployment"];
type Told = Pick<z.infer<typeof deploymentPayload>, "deployment" | "repository">;

/** `deployment`: somebody asked GitHub for a deploy. */
export function observeDeployment(observer: Observer, told: z.infer<typeof deploymentPayload>): Promise<Outcome> {
  return observe(observer, told, { state: "pending", at: told.deployment.created_at, url: null });
}

/** `deployment_status`: how it goes. Its first news may come before, or without, the deployment itself. */
export async function observeStatus(observer: Observer, told: z.infer<typeof deploymentStatusPayload>): Promise<Outcome> {
  const { deployment, deployment_status: status } = told;
  const state = observedState(status.state);
  const url = status.target_url === "" ? null : (status.target_url ?? null);
  const first = await observe(observer, told, { state, at: status.created_at, url });
  if (first.outcome === "ignored") return first;
  const changed = await record(observer, deployment, {
    command: {
      type: "ChangeObservation", now: observer.server.now().toISOString(), deployId: deployIdOf(observer, deployment), state,
      description: cut(status.description ?? "", 20_000), url: webAddress(url),
    },
    news: `status/${status.id}`,
    at: status.created_at,
  });
  if (state === "succeeded") await serveEveryone(observer, deployment, { statusId: status.id, at: status.created_at });
  return first.outcome === "recorded" || changed ? { outcome: "recorded" } : { outcome: "unchanged" };
}

interface News {
  readonly state: ReturnType<typeof observedState>;
  readonly at: string;
  readonly url: string | null;
}

async function observe(observer: Observer, { deployment, repository }: Told, { state, at, url }: News): Promise<Outcome> {
  if (deployment.transient_environment === true) return { outcome: "ignored", why: `${deployment.environment} is there for a while only` };
  const environment = await observedEnvironment(observer, deployment);
  const { service, server } = observer;
  const { releaseId, version } = await releaseOf(observer, deployment);
  const recorded = await record(observer, deployment, {
    command: {
      type: "ObserveDeploy", now: server.now().toISOString(), deployId: deployIdOf(observer, deployment),
      laneId: ids.lane(service.serviceId, environment), serviceId: service.serviceId, environment, releaseId, version, state,
      url: webAddress(url) ?? webAddress(deployment.url), observedFrom: cut(`GitHub ${repository.full_name}`, 300),
    },
    news: "deployment",
    at,
  });
  return { outcome: recorded ? "recorded" : "unchanged" };
}

const deployIdOf = ({ service }: Observer, { id }: Deployment): string => ids.observedDeploy(service.serviceId, "github", String(id));

interface Entry {
  readonly command: DeployCommand;
  /** Which news of the deployment it is: the same news is recorded once. */
  readonly news: string;
  readonly at: string;
}

async function record(observer: Observer, deployment: Deployment, { command, news, at }: Entry): Promise<boolean> {
  const { server } = observer;
  const deployId = deployIdOf(observer, deployment);
  const { events, replayed } = await handle(server.log, {
    aggregate: deployDecider, id: deployId, command, context: contextOf<DeployEvent>(observer, deployment, { news, at }),
  });
  return events.length > 0 && !replayed;
}

const contextOf = <Event extends DeployEvent>(
  { server, actor, service }: Pick<Observer, "server" | "actor" | "service">,
  { id, url }: Deployment,
  { news, at }: Pick<Entry, "news" | "at">,
): HandlingContext<Event> => {
  const commandId = ids.command("github", service.serviceId, id, news);
  return {
    commandId, actor, now: server.now().toISOString(), correlationId: ids.command("github", service.serviceId, id), causationId: commandId,
    occurredAt: at, source: { kind: "github", id: `deployment/${id}`, publishedAt: at, url },
  };
};

/**
 * The release that is meant: by its name, by the commit it was built from, or the first that ships the commit; else a
 * name from branch and commit, as a branch alone would be the same for every deploy.
 */
async function releaseOf(
  { server, service }: Observer,
  { ref: given, sha }: Deployment,
): Promise<{ releaseId: string | null; version: string }> {
  const ref = given.replace(/^refs\/(?:tags|heads)\//, "");
  const named = ids.release(service.serviceId, ref);
  const release = await foldRecord(server.log, releaseDecider, named);
  if (release.status === "recorded") return { releaseId: named, version: ref };
  const shipped = /^[0-9a-f]{7,64}$/i.test(sha) ? server.readModel.releases.ofCommit(service.serviceId, sha.toLowerCase()) : undefined;
  if (shipped !== undefined) return { releaseId: shipped.id, version: shipped.version };
  const version = sha.startsWith(ref) ? sha.slice(0, 12) : `${ref}@${sha.slice(0, 7)}`;
  const releaseId = ids.release(service.serviceId, version);
  const made = await foldRecord(server.log, releaseDecider, releaseId);
  return { releaseId: made.status === "recorded" ? releaseId : null, version };
}

/** The environment's slug; one that nobody defined yet is defined as observed, so that figures know what it is for. */
async function observedEnvironment(observer: Observer, deployment: Deployment): Promise<string> {
  const environment = environmentSlug(deployment.environment);
  await defineObserved(observer, { environment, kind: kindOf(deployment) });
  return environment;
}

/** GitHub says `production_environment: false` of whatever nobody set up, and true of "production": only there is a no a no. */
function kindOf({ environment, production_environment: isProduction }: Deployment): EnvironmentKind {
  const name = environmentSlug(environment);
  if (isProduction === true) return "production";
  return isProduction === false && name === "production" ? "development" : kindNamed(name);
}

/** It serves everyone now. A delivery that is repeated after a newer deploy finds its own command in the lane, and changes nothing. */
async function serveEveryone(
  observer: Observer,
  deployment: Deployment,
  { statusId, at }: { statusId: number; at: string },
): Promise<void> {
  const { server, service, actor } = observer;
  const deploy = await foldRecord(server.log, deployDecider, deployIdOf(observer, deployment));
  if (deploy.status !== "observed" || deploy.state !== "succeeded") return;
  const { environment, version, laneId } = deploy.observation;
  // Where Ballast drives the deploys itself, what others report changes nothing.
  if (service.environments.get(environment)?.target.kind === "fleet") return;
  const url = deployment.url;
  await recordObservedRelease(observer, {
    version, releasedAt: deployment.created_at, sha: deployment.sha, notes: "",
    source: { kind: "github", id: `deployment/${deployment.id}`, url },
  });
  const releaseId = ids.release(service.serviceId, version);
  const commandId = ids.command("github", service.serviceId, deployment.id, `serve/${statusId}`);
  const now = server.now().toISOString();
  await handle(server.log, {
    aggregate: laneDecider,
    id: laneId,
    command: {
      type: "ServeEveryone", now, laneId, serviceId: service.serviceId, environment, deployId: deploy.observation.deployId, releaseId,
      version,
    },
    context: {
      commandId, actor, now, correlationId: ids.command("github", service.serviceId, deployment.id), causationId: commandId, occurredAt: at,
    },
  });
}
