import { foldRecord } from "@ballast/eventlog";
import { serviceDecider } from "@ballast/domain";
import type { DataOf } from "@ballast/schema";
import type { z } from "zod";
import { cut } from "./cut.ts";
import { deploymentPayload, deploymentStatusPayload, releasePayload } from "./github.ts";
import { observeDeployment, observeStatus } from "./observeDeploy.ts";
import { recordObservedRelease, type Observer, type Outcome } from "./observeRelease.ts";

/** One delivery of GitHub's, whose signature was right. */
export interface Delivery {
  readonly integration: DataOf<"IntegrationAdded">;
  /** `X-GitHub-Event`. */
  readonly event: string;
  readonly payload: unknown;
}

/** Records a release, an observed deploy or its state. Delivered again, it changes nothing. */
export async function receiveGithub(server: Observer["server"], { integration, event, payload }: Delivery): Promise<Outcome> {
  if (event !== "release" && event !== "deployment" && event !== "deployment_status")
    return { outcome: "ignored", why: `"${event}" is nothing that Ballast records` };
  const service = integration.serviceId === null ? null : await foldRecord(server.log, serviceDecider, integration.serviceId);
  if (service?.status !== "registered") return { outcome: "ignored", why: "the integration names no service" };
  const observer: Observer = { server, service, actor: { personId: null, name: integration.name, means: "webhook" } };
  switch (event) {
    case "release":
      return recordRelease(observer, releasePayload.parse(payload));
    case "deployment":
      return observeDeployment(observer, deploymentPayload.parse(payload));
    case "deployment_status":
      return observeStatus(observer, deploymentStatusPayload.parse(payload));
  }
}

const published = new Set(["published", "released", "prereleased"]);

async function recordRelease(observer: Observer, { action, release }: z.infer<typeof releasePayload>): Promise<Outcome> {
  if (!published.has(action) || release.draft)
    return { outcome: "ignored", why: `a release that was ${release.draft ? "drafted" : action} is not a new one` };
  const named = release.target_commitish ?? "";
  return recordObservedRelease(observer, {
    version: release.tag_name,
    releasedAt: release.published_at ?? release.created_at,
    sha: /^[0-9a-f]{40}$/.test(named) ? named : null,
    notes: cut(release.body ?? "", 20_000),
    source: { kind: "github", id: `release/${release.id}`, url: release.html_url },
  });
}
