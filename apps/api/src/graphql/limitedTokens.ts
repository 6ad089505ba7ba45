import { Rejection } from "@ballast/domain";
import { refuseOtherServices } from "../auth/principal.ts";
import { serviceNamed } from "./serviceName.ts";
import type { ApiContext } from "./context.ts";
import { readGlobalId } from "./globalId.ts";
import { kindNamed, kindOf, servicesOf } from "./records.ts";

type Arguments = Readonly<Record<string, unknown>>;

/** What every token may ask: who it is, and how the server does. */
const everybodys: ReadonlySet<string> = new Set(["me", "health"]);

/**
 * Refuses a token that is limited to some services what it asks about others, and what is about the whole installation:
 * it names its services, or a record of theirs.
 * @throws Rejection NOT_ALLOWED
 */
export async function refuseBeyondServices(context: ApiContext, field: string, args: Arguments): Promise<void> {
  const { principal } = context;
  if (principal === null || principal.serviceIds === null || everybodys.has(field)) return;
  const filter: unknown = args["filter"];
  const given: Arguments = { ...args, ...(typeof filter === "object" && filter !== null ? filter : {}) };
  const names = [given["service"], given["slug"], ...listOf(given["services"])].filter((name) => typeof name === "string");
  const records = [["id", field], ["key", field], ["deployId", field], ["incidentId", field], ["flag", "flag"]] as const;
  const ids = records.flatMap(([argument, of]) => {
    const id = given[argument];
    return typeof id === "string" ? [{ id, of }] : [];
  });
  const named = names.map((name) => serviceNamed(name)?.serviceId ?? "");
  const owned = await Promise.all(
    ids.map(async ({ id, of }) => {
      const services = await servicesOfNamed(context, of, id);
      if (services === null)
        throw new Rejection("NOT_ALLOWED", "This token is limited to some services; this concerns the whole installation.");
      // A record that is not there is as one of another service.
      return services.length === 0 ? [""] : services;
    }),
  );
  const touched = [...named, ...owned.flat()];
  refuseOtherServices(principal, touched.length === 0 ? null : touched);
}

/** Services of the record with this id or key: a global id says of which kind, a bare one is of the field's (`deployChanged`: `deploy`). */
function servicesOfNamed(context: ApiContext, field: string, given: string): Promise<readonly string[] | null> {
  const read = readGlobalId(given);
  const kind = read === null ? undefined : kindNamed(context, read.kind);
  if (read !== null && kind !== undefined) return servicesOf(context, kind, read.id);
  const ofField = kindNamed(context, field.replace(/Changed$/, ""));
  return ofField === undefined ? Promise.resolve(null) : servicesOf(context, ofField, kindOf(context, ofField).called?.(given) ?? given);
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
