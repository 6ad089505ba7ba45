import { Rejection } from "@ballast/domain";
import { refuseOtherServices } from "../auth/principal.ts";
import { servicesOf } from "../commands/hiddenRecords.ts";
import { serviceNamed } from "../commands/named.ts";
import type { ApiContext } from "./context.ts";
import { readGlobalId, type NodeKind } from "./globalId.ts";

type Arguments = Readonly<Record<string, unknown>>;

/** What every token may ask: who it is, and how the node does. */
const everybodys: ReadonlySet<string> = new Set(["me", "health"]);

/** Which record a bare id is, where the field says so. */
const kindOfField: ReadonlyMap<string, NodeKind> = new Map([
  ["deploy", "Deploy"], ["deployChanged", "Deploy"], ["incident", "Incident"], ["incidentChanged", "Incident"], ["import", "Import"], ["release", "Release"], ["service", "Service"],
]);

/**
 * Refuses a token that is limited to some services what it asks about others, and what is about the whole installation:
 * it names its services, or a record of theirs.
 * @throws Rejection NOT_ALLOWED
 */
export async function refuseBeyondServices({ principal, log }: ApiContext, field: string, args: Arguments): Promise<void> {
  if (principal === null || principal.serviceIds === null || everybodys.has(field)) return;
  const filter: unknown = args["filter"];
  const given: Arguments = { ...args, ...(typeof filter === "object" && filter !== null ? filter : {}) };
  const names = [given["service"], given["slug"], ...listOf(given["services"])].filter((name) => typeof name === "string");
  const ids = [given["id"], given["deployId"], given["incidentId"]].filter((id) => typeof id === "string");
  const named = names.map((name) => serviceNamed(name)?.serviceId ?? "");
  const owned = await Promise.all(ids.map(async (id) => {
    const record = readGlobalId(id) ?? { kind: kindOfField.get(field), id };
    const services = record.kind === undefined ? null : await servicesOf(log, record.kind, record.id);
    if (services === null) throw new Rejection("NOT_ALLOWED", "This token is limited to some services; this concerns the whole installation.");
    // A record that is not there is as one of another service.
    return services.length === 0 ? [""] : services;
  }));
  const touched = [...named, ...owned.flat()];
  refuseOtherServices(principal, touched.length === 0 ? null : touched);
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
