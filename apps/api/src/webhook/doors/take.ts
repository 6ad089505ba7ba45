import { randomUUID } from "node:crypto";
import { alertDecider, incidentDecider, type Alert } from "@ballast/domain";
import { handle, ids, readRecord } from "@ballast/eventlog";
import type { Actor, DataOf } from "@ballast/schema";
import type { ApiServer } from "../../graphql/context.ts";
import type { Notice } from "../alertmanager.ts";
import { caughtUp } from "../caughtUp.ts";
import { receiveAlerts, type Received, type Reception } from "../receiveAlerts.ts";
import type { Reading } from "../vendors/reading.ts";
import { takeChange } from "./takeChange.ts";
import type { Taken } from "./taken.ts";

/** Through which door it came. */
export interface Through {
  readonly integration: DataOf<"IntegrationAdded">;
  readonly at: Reception;
}

type ServerParts = Pick<ApiServer, "log" | "readModel" | "now" | "alertRules">;

const accepted = (received: Received | null = null): Taken => ({ outcome: "accepted", why: "", received });
const ignored = (why: string): Taken => ({ outcome: "ignored", why, received: null });

/** Senders who say that what is not open is not theirs to end: nothing is recorded then. */
const dropsUnopened = new Set(["pagerduty", "opsgenie"]);

/**
 * Records what a request says. It is in the log when this answers; sent again, it changes nothing.
 * @throws Behind when this server must first learn what others have written; LogUnavailable
 */
export async function take(server: ServerParts, { integration, at }: Through, reading: Reading): Promise<Taken> {
  switch (reading.says) {
    case "nothing":
      return ignored(reading.why);
    case "change":
      return takeChange(server, integration, reading.change);
    case "acknowledged":
      return acknowledge(server, integration, reading);
    case "alerts": {
      const notice = dropsUnopened.has(integration.kind) ? await withoutUnopened(server, integration, reading.notice) : reading.notice;
      if (notice.alerts.length === 0 && reading.notice.alerts.length > 0) return ignored("no alert with this key is open");
      return accepted(await receiveAlerts(server, at, { integration, notice }));
    }
  }
}

const alertNow = async ({ log }: ServerParts, integrationId: string, fingerprint: string): Promise<Alert> =>
  (await readRecord(log, alertDecider, ids.alert(integrationId, fingerprint))).state;

async function withoutUnopened(
  server: ServerParts,
  { integrationId }: DataOf<"IntegrationAdded">,
  notice: Notice,
): Promise<Notice> {
  const open = await Promise.all(notice.alerts.map(async ({ fingerprint, endsAt }) =>
    endsAt === null || (await alertNow(server, integrationId, fingerprint)).status === "firing"));
  return { ...notice, alerts: notice.alerts.filter((_, index) => open[index]) };
}

/** Its incident is told; nobody's page is stopped by it, as nobody of this house has said that they look after it. */
async function acknowledge(
  server: ServerParts,
  integration: DataOf<"IntegrationAdded">,
  { fingerprint, by }: { readonly fingerprint: string; readonly by: string | null },
): Promise<Taken> {
  const alertId = ids.alert(integration.integrationId, fingerprint);
  const now = server.now().toISOString();
  const actor: Actor = { personId: null, name: integration.name, means: "webhook" };
  const alert = await alertNow(server, integration.integrationId, fingerprint);
  if (alert.status !== "firing") return ignored("no alert with this key is open");
  const commandId = randomUUID();
  await handle(server.log, {
    aggregate: alertDecider, id: alertId, command: { type: "AcknowledgeAlert", now, alertId, by },
    context: { commandId, actor, now, correlationId: alertId, causationId: integration.integrationId },
  });
  await caughtUp(server);
  const episodeId = ids.episode(alertId, alert.episode.ordinal);
  for (const incidentId of server.readModel.incidents.ofEpisodes([episodeId]).keys()) {
    const noteId = ids.command("alert", "acknowledged", incidentId, episodeId);
    await handle(server.log, {
      aggregate: incidentDecider, id: incidentId,
      command: {
        type: "AddEntry", now, incidentId, entryId: ids.part(noteId, "entry"), at: now, pinned: false,
        text: `${alert.episode.name} was acknowledged${by === null ? "" : ` by ${by}`} in ${integration.name}. Pages go on until somebody acknowledges them here.`,
      },
      context: { commandId: noteId, actor, now, correlationId: alertId, causationId: integration.integrationId },
    });
  }
  return accepted();
}
