import { seeCustomers } from "@ballast/eventlog";
import type { DataOf } from "@ballast/schema";
import type { ApiServer } from "../graphql/context.ts";
import type { IncomingAlert } from "./alertmanager.ts";
import { remembered } from "./remembered.ts";

/** The label by which alerts name the customer they are about. */
const LABEL = "customer";
/** So many new ones of one notification are written down: in a storm people come first. */
const MOST = 100;
/** A server need not ask the log again within the day, ms. */
const DAY_MS = 24 * 60 * 60_000;

/** Notes the customers whom alerts name. */
export type NoteCustomers = (integration: DataOf<"IntegrationAdded">, alerts: readonly IncomingAlert[]) => Promise<void>;

/** Opens it for one server. What cannot be noted is noted with the next alert. */
export function notingCustomers({ log, now, logger }: Pick<ApiServer, "log" | "now" | "logger">): NoteCustomers {
  const noted = remembered<number>(50_000);
  return async ({ integrationId, name }, alerts) => {
    const at = now();
    const named = new Set(alerts.flatMap(({ labels }) => labels[LABEL] ?? []));
    const customers = [...named].filter((id) => at.getTime() - (noted.get(id) ?? -Infinity) >= DAY_MS).slice(0, MOST);
    if (customers.length === 0) return;
    for (const id of customers) noted.set(id, at.getTime());
    const iso = at.toISOString();
    const seen = {
      door: "alert", customers, at: iso, now: iso, actor: { personId: null, name, means: "webhook" }, correlationId: integrationId,
      causationId: integrationId,
    } as const;
    await seeCustomers(log, seen).catch((error: unknown) => {
      for (const id of customers) noted.set(id, -Infinity);
      logger.warn({ err: error, integrationId }, "customers of alerts were not noted");
    });
  };
}
