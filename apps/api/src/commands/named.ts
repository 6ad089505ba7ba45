import { incidentDecider, personDecider, recordedRelease, registeredService, releaseDecider, rotationDecider, serviceDecider, deployDecider, Rejection } from "@ballast/domain";
import type { Deploy, Incident, RecordedRelease, RegisteredService } from "@ballast/domain";
import { ids, type Log } from "@ballast/eventlog";
import { line, slug } from "@ballast/schema";
import { z } from "zod";
import { serviceNamed, type ServiceName } from "../graphql/serviceName.ts";
import { foldRecord } from "./foldRecord.ts";
import { field, type InputField } from "./inputFields.ts";

const serviceName: z.ZodType<ServiceName> = z.string().transform((given, context) => {
  const name = serviceNamed(given);
  if (name !== null) return name;
  context.addIssue({ code: "custom", message: `"${given}" is neither a service's slug nor its id` });
  return z.NEVER;
});

/** Names a service in an input. */
export const serviceField = (description = "The service, by slug or id."): InputField<ServiceName> => ({ ...field(() => String, serviceName, description), names: () => "Service" });

/** Names an environment in an input. */
export const environmentField = (description = "The environment's name, as `production`.") => field(() => String, slug, description);

/** A release's version, as its service calls it. */
export const versionField = (description: string) => field(() => String, line, description);

/** The service, or NOT_FOUND under the name that the caller used. */
export const registered = async (log: Log, { serviceId, called }: ServiceName): Promise<RegisteredService> =>
  registeredService(await foldRecord(log, { category: "service", id: serviceId, decider: serviceDecider }), called);

/** The service's sealed release with this version, or NOT_FOUND. */
export const releaseNamed = async (log: Log, serviceId: string, version: string): Promise<RecordedRelease> =>
  recordedRelease(await foldRecord(log, { category: "release", id: ids.release(serviceId, version), decider: releaseDecider }), version);

/** A deploy as the log has it, whatever its state. */
export const deployById = (log: Log, deployId: string): Promise<Deploy> => foldRecord(log, { category: "deploy", id: deployId, decider: deployDecider });

/** An incident as the log has it. */
export const incidentById = (log: Log, incidentId: string): Promise<Incident> => foldRecord(log, { category: "incident", id: incidentId, decider: incidentDecider });

/** Refuses people who are not here: nobody would answer for them. `path` is where the input names them. */
export async function refuseStrangers(log: Log, personIds: readonly string[], path: readonly string[]): Promise<void> {
  const people = await Promise.all(personIds.map(async (id) => ({ id, person: await foldRecord(log, { category: "person", id, decider: personDecider }) })));
  const stranger = people.find(({ person }) => person.status !== "active");
  if (stranger !== undefined) throw new Rejection("NOT_FOUND", `there is no person ${stranger.id} here`, path);
}

/** Refuses a rotation that does not exist. */
export async function refuseUnknownRotation(log: Log, rotationId: string, path: readonly string[]): Promise<void> {
  const rotation = await foldRecord(log, { category: "rotation", id: rotationId, decider: rotationDecider });
  if (rotation.status === "absent") throw new Rejection("NOT_FOUND", `there is no rotation ${rotationId}`, path);
}
