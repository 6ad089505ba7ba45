import {
  personDecider, recordedRelease, registeredService, Rejection, releaseDecider, rotationDecider, serviceDecider,
} from "@ballast/domain";
import type { RecordedRelease, RegisteredService } from "@ballast/domain";
import { flagDecider, managedFlag, type ManagedFlag } from "@ballast/domain/flag";
import { foldRecord, idOf, ids, type Log } from "@ballast/eventlog";
import { flagKey, line, slug, uuid } from "@ballast/schema";
import { z } from "zod";
import { readGlobalId } from "../graphql/globalId.ts";
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

/** A managed flag as the caller called it: by key, or by id. */
export interface FlagName {
  readonly flagId: string;
  readonly called: string;
}

const flagName: z.ZodType<FlagName> = z.string().transform((given, context) => {
  const global = readGlobalId(given);
  if (global?.kind === "Flag" && uuid.safeParse(global.id).success) return { flagId: global.id, called: given };
  if (flagKey.safeParse(given).success) return { flagId: idOf(flagDecider, managedFlag, given, null), called: given };
  context.addIssue({ code: "custom", message: `"${given}" is neither a flag's key nor its id` });
  return z.NEVER;
});

/** Names a managed flag in an input. */
export const managedFlagField = (description = "The flag, by key or id."): InputField<FlagName> =>
  field(() => String, flagName, description);

/** The managed flag, or a refusal under the name that the caller used: NOT_FOUND, FLAG_NOT_MANAGED. */
export async function managedFlagNamed(log: Log, { flagId, called }: FlagName): Promise<ManagedFlag> {
  const flag = await foldRecord(log, flagDecider, flagId);
  if (flag.status === "managed") return flag;
  if (flag.status === "observed") throw new Rejection("FLAG_NOT_MANAGED", `${flag.key} is held by another system`, ["flag"]);
  throw new Rejection("NOT_FOUND", `there is no flag ${called}`, ["flag"]);
}

/** Services that a flag concerns, for tokens that are limited to some. */
export const servicesOfFlag = async (log: Log, name: FlagName): Promise<readonly string[]> =>
  (await managedFlagNamed(log, name)).serviceIds;
