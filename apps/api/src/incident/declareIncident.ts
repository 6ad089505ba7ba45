import { deployDecider, type HurtComponent, type IncidentCommandOf, incidentDecider, Rejection } from "@ballast/domain";
import { declareIncident as declared, foldRecord, ids, type Log } from "@ballast/eventlog";
import type { PublicImpact } from "@ballast/schema";
import { registered } from "../commands/named.ts";
import type { ServiceName } from "../graphql/serviceName.ts";
import { actingIn, type Run } from "../commands/runCommand.ts";
import { choiceOf } from "./typeMutations.ts";

/** What a person says when declaring an incident. */
export interface Declaration {
  readonly title: string;
  readonly summary: string;
  readonly severity: number;
  readonly publicImpact: PublicImpact;
  readonly services: readonly ServiceName[];
  readonly components: readonly string[];
  readonly impactStartAt: string | null;
  readonly drill: boolean;
  readonly private: boolean;
  readonly suspectedDeployId: string | null;
  readonly incidentTypeId: string | null;
}

/** Declares as a person does: with the services by their names, and what is hurt from the start. */
export async function declareIncident(run: Run, log: Log, said: Declaration): Promise<{ readonly id: string }> {
  const incidentId = ids.incident(run.commandId);
  if (await run.earlier(incidentDecider, incidentId)) return { id: incidentId };
  const services = await Promise.all(said.services.map((name) => registered(log, name)));
  const links = said.suspectedDeployId === null ? [] : [await suspicion(run, log, said.suspectedDeployId)];
  const type = said.incidentTypeId === null ? null : await choiceOf(log, said.incidentTypeId, "");
  const hurt = said.components.length > 0 ? said.components : services.map(({ name }) => name);
  const { title, summary, severity, publicImpact, impactStartAt, drill } = said;
  await declared(actingIn(run, "declare"), {
    incidentId, title, summary, severity, publicImpact, serviceIds: services.map(({ serviceId }) => serviceId),
    components: [...said.components], impactStartAt, drill, private: said.private, declaredAutomatically: false,
    hurt: hurtComponents(run.commandId, hurt), links, ...(type !== null && { chosen: type.choice }),
  });
  return { id: incidentId };
}

/** New impact intervals for components, with ids that a retry makes again. */
export const hurtComponents = (commandId: string, components: readonly string[]): readonly HurtComponent[] =>
  components.map((component) => ({ intervalId: ids.part(commandId, "interval", component), component, share: null }));

type Link = NonNullable<IncidentCommandOf<"DeclareIncident">["links"]>[number];

async function suspicion(run: Run, log: Log, deployId: string): Promise<Link> {
  if ((await foldRecord(log, deployDecider, deployId)).status === "absent")
    throw new Rejection("NOT_FOUND", `there is no deploy ${deployId}`, ["suspectedDeployId"]);
  return {
    linkId: ids.part(run.commandId, "link"), type: "suspected", kind: "deploy", recordId: deployId, fromEntryId: null, confidence: "unsure",
    note: "",
  };
}
