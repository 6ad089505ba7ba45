import { deployDecider, serviceDecider, type RegisteredService } from "@ballast/domain";
import { foldRecord, handle, ids, type HandlingContext } from "@ballast/eventlog";
import { webAddress, type Actor, type DataOf, type DeployEvent } from "@ballast/schema";
import type { ApiServer } from "../../graphql/context.ts";
import { serviceNamed } from "../../graphql/serviceName.ts";
import { cut } from "../cut.ts";
import { environmentSlug } from "../github.ts";
import { defineObserved, kindNamed } from "../observedEnvironment.ts";
import type { ToldChange } from "../vendors/reading.ts";
import type { Taken } from "./taken.ts";

type ServerParts = Pick<ApiServer, "log" | "now">;

/** A change that another system made stands as a deploy that was observed: that is where incidents look for their cause. */
export async function takeChange(server: ServerParts, integration: DataOf<"IntegrationAdded">, change: ToldChange): Promise<Taken> {
  const service = await serviceOf(server, integration, change.service);
  if (service === null) {
    const named = change.service === null ? "it names no service" : `no service is called ${change.service}`;
    return { outcome: "ignored", why: `${named}, and the integration has none`, received: null };
  }
  const environment = environmentSlug(change.environment);
  const actor: Actor = { personId: null, name: integration.name, means: "webhook" };
  await defineObserved({ server, service, actor }, { environment, kind: kindNamed(environment) });
  const deployId = ids.observedDeploy(service.serviceId, integration.integrationId, change.id);
  const now = server.now().toISOString();
  const context = (news: string): HandlingContext<DeployEvent> => {
    const commandId = ids.command("change", deployId, news);
    return {
      commandId, actor, now, correlationId: deployId, causationId: integration.integrationId, occurredAt: change.at,
      source: { kind: integration.kind, id: cut(change.id, 300), publishedAt: change.at, url: webAddress(change.url) ?? undefined },
    };
  };
  await handle(server.log, {
    aggregate: deployDecider, id: deployId,
    command: {
      type: "ObserveDeploy", now, deployId, laneId: ids.lane(service.serviceId, environment), serviceId: service.serviceId, environment,
      releaseId: null, version: change.version, state: change.state, url: webAddress(change.url), observedFrom: change.from,
    },
    context: context("observed"),
  });
  if (change.description !== "" && change.description !== change.version) {
    await handle(server.log, {
      aggregate: deployDecider, id: deployId,
      command: {
        type: "ChangeObservation", now, deployId, state: change.state, description: cut(change.description, 20_000),
        url: webAddress(change.url),
      },
      context: context("described"),
    });
  }
  return { outcome: "accepted", why: "", received: null };
}

/** The service that it names, else the integration's. */
async function serviceOf(
  { log }: ServerParts,
  integration: DataOf<"IntegrationAdded">,
  named: string | null,
): Promise<RegisteredService | null> {
  const called = named === null ? null : (serviceNamed(named) ?? serviceNamed(named.toLowerCase()));
  for (const serviceId of [called?.serviceId ?? null, integration.serviceId]) {
    const service = serviceId === null ? null : await foldRecord(log, serviceDecider, serviceId);
    if (service?.status === "registered") return service;
  }
  return null;
}
