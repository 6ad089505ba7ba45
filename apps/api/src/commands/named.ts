import {
  personDecider, recordedRelease, registeredService, Rejection, releaseDecider, rotationDecider, serviceDecider,
} from "@ballast/domain";
import type { RecordedRelease, RegisteredService } from "@ballast/domain";
import { foldRecord, ids, type Log } from "@ballast/eventlog";
import { line, slug } from "@ballast/schema";
import { z } from "zod";
import { serviceNamed, type ServiceName } from "../graphql/serviceName.ts";
import { field, type InputField } from "./inputFields.ts";

const serviceName: z.ZodType<ServiceName> = z.string().transform((given, context) => {
  const name = serviceNamed(given);
  if (name !== null) return name;
  context.addIssue({ code: "custom", message: `"${given}" is neither a service's slug nor its id` });
  return z.NEVER;
});

/** Names a service in an input. */
export const serviceField = (description = "The service, by slug or id."): InputField<ServiceName> => ({
  ...field(() => String, serviceName, description), names: () => "Service",
});

/** Names an environment in an input. */
export const environmentField = (description = "The environment's name, as `production`.") => field(() => String, slug, description);

/** A release's version, as its service calls it. */
export const versionField = (description: string) => field(() => String, line, description);

/** The service, or NOT_FOUND under the name that the caller used. */
export const registered = async (log: Log, { serviceId, called }: ServiceName): Promise<RegisteredService> =>
  registeredService(await foldRecord(log, serviceDecider, serviceId), called);

/** The service's sealed release with this version, or NOT_FOUND. */
export const releaseNamed = async (log: Log, serviceId: string, version: string): Promise<RecordedRelease> =>
  recordedRelease(await foldRecord(log, releaseDecider, ids.release(serviceId, version)), version);

/** Refuses people who are not here: nobody would answer for them. `path` is where the input names them. */
export async function refuseStrangers(log: Log, personIds: readonly string[], path: readonly string[]): Promise<void> {
  const people = await Promise.all(personIds.map(async (id) => ({ id, person: await foldRecord(log, personDecider, id) })));
  const stranger = people.find(({ person }) => person.status !== "active");
  if (stranger !== undefined) throw new Rejection("NOT_FOUND", `there is no person ${stranger.id} here`, path);
}

/** Refuses a rotation that does not exist. */
export async function refuseUnknownRotation(log: Log, rotationId: string, path: readonly string[]): Promise<void> {
  const rotation = await foldRecord(log, rotationDecider, rotationId);
  if (rotation.status === "absent") throw new Rejection("NOT_FOUND", `there is no rotation ${rotationId}`, path);
}
