import { intervalMs, isSilent, type WrittenHeartbeat } from "@ballast/domain/heartbeat";
import type { HeartbeatRow } from "@ballast/readmodel/heartbeat";
import { heartbeatContent, heartbeatName, heartbeatPriorities, heartbeatUnits } from "@ballast/schema";
import { z } from "zod";
import type { ApiServer } from "../../graphql/context.ts";
import { serviceNamed } from "../../graphql/serviceName.ts";
import { lineOf } from "../vendors/reading.ts";

const team = z.looseObject({ id: z.string().nullish(), name: z.string().nullish() });
/** One of its stock clients sends a text, the others a list. */
const tags = z.union([z.string(), z.array(z.string())]).nullish();

/** What `POST /v2/heartbeats` takes; unknown fields are left. */
const added = z.looseObject({
  name: heartbeatName, description: z.string().nullish(), interval: heartbeatContent.shape.interval, intervalUnit: z.enum(heartbeatUnits),
  enabled: z.boolean().nullish(), ownerTeam: team.nullish(), alertMessage: z.string().nullish(), alertTags: tags,
  alertPriority: z.enum(heartbeatPriorities).nullish(),
});
/** What `PATCH /v2/heartbeats/{name}` takes: what is not told stays. */
const changed = added.partial();

type Changes = z.infer<typeof changed>;
type HeartbeatWish = Pick<WrittenHeartbeat, "name" | "description" | "interval" | "unit" | "message" | "tags" | "priority"> & {
  readonly enabled: boolean; readonly serviceId: string | null; readonly ownerId: string | null;
};

const tagsOf = (given: z.infer<typeof tags>): string[] =>
  (typeof given === "string" ? given.split(",") : (given ?? [])).flatMap((tag) => lineOf(tag) ?? []).slice(0, 20);

/** The service of a team's name, where a service is called so. */
async function serviceOfTeam(
  given: z.infer<typeof team> | null | undefined, serviceOf: (serviceId: string) => Promise<unknown>,
): Promise<string | null> {
  const named = serviceNamed(given?.name?.trim() ?? "") ?? serviceNamed(given?.id?.trim() ?? "");
  return named !== null && (await serviceOf(named.serviceId)) !== null ? named.serviceId : null;
}

/**
 * What somebody asks for: a whole one, or what is there with some of it changed.
 * @throws ZodError
 */
export async function wishOf(
  body: unknown, there: WrittenHeartbeat | null, serviceOf: (serviceId: string) => Promise<unknown>,
): Promise<HeartbeatWish> {
  const given: Changes = there === null ? added.parse(body) : changed.parse(body);
  const { description, interval, intervalUnit, enabled, ownerTeam, alertMessage, alertTags, alertPriority } = given;
  return {
    name: there?.name ?? given.name ?? "",
    description: (description ?? there?.description ?? "").slice(0, 10_000),
    interval: interval ?? there?.interval ?? 1, unit: intervalUnit ?? there?.unit ?? "minutes",
    enabled: enabled ?? (there === null ? false : there.enabledAt !== null),
    message: alertMessage === undefined || alertMessage === null ? (there?.message ?? "") : (lineOf(alertMessage) ?? ""),
    tags: alertTags === undefined || alertTags === null ? [...(there?.tags ?? [])] : tagsOf(alertTags),
    priority: alertPriority ?? there?.priority ?? "P3",
    serviceId: ownerTeam === undefined || ownerTeam === null ? (there?.serviceId ?? null) : await serviceOfTeam(ownerTeam, serviceOf),
    ownerId: there?.ownerId ?? null,
  };
}

/** A heartbeat as Opsgenie shows one; a service of ours stands where there the team does. */
export function shownHeartbeat(row: HeartbeatRow, { heartbeats, services }: ApiServer["readModel"]) {
  const pulse = heartbeats.pulse(row.id);
  const service = row.serviceId === null ? undefined : services.get(row.serviceId);
  return {
    name: row.name, description: row.description, interval: row.interval, enabled: row.enabledAt !== null, intervalUnit: row.unit,
    expired: isSilent(row, pulse), ...(service === undefined ? {} : { ownerTeam: { id: service.id, name: service.slug } }),
    alertMessage: row.message === "" ? `${row.name} is silent` : row.message, alertTags: row.tags, alertPriority: row.priority,
    ...(pulse.status === "known" && pulse.heardAt !== null ? { lastPingTime: pulse.heardAt } : {}),
  };
}

/** Whether a ping at this instant says nothing that the last one did not. */
export const isKnownWell = ({ heartbeats }: ApiServer["readModel"], row: HeartbeatRow, { at, slackMs }: {
  readonly at: number; readonly slackMs: number;
}): boolean => {
  const pulse = heartbeats.pulse(row.id);
  if (pulse.status === "absent" || pulse.silentSince !== null || pulse.heardAt === null) return false;
  const since = at - Date.parse(pulse.heardAt);
  return since >= 0 && since < Math.min(slackMs, intervalMs(row));
};
