import { serviceDecider, severityOfAlert } from "@ballast/domain";
import { rulingOf } from "@ballast/domain/alertRule";
import { foldLately } from "@ballast/eventlog";
import type { AlertRuling, DataOf } from "@ballast/schema";
import { serviceNamed } from "../graphql/serviceName.ts";
import type { ApiServer } from "../graphql/context.ts";
import { pooled } from "../pooled.ts";
import { rulesWithin } from "../ruling/alertRules.ts";
import type { IncomingAlert } from "./alertmanager.ts";
import { Behind } from "./caughtUp.ts";
import type { NamedService, Told } from "./recordAlert.ts";
import { IN_FLIGHT } from "./recordAlerts.ts";

type ServerParts = Pick<ApiServer, "log" | "now" | "alertRules">;

/** A sender waits for rules so long, ms, and then comes again. */
const RULES_WITHIN_MS = 5_000;

/** A service's name may be so old, ms: in a storm each is asked for many times a second. */
const NAMES_WITHIN_MS = 1_000;

/** A registered service by its id; null for one that is not, or not any more. */
export async function serviceOf({ log }: Pick<ApiServer, "log">, serviceId: string): Promise<NamedService | null> {
  const service = await foldLately(log, serviceDecider, { id: serviceId, withinMs: NAMES_WITHIN_MS });
  return service.status === "registered" ? { serviceId, name: service.name } : null;
}

/**
 * Alerts with their services and what rules make of them. Each service is looked up once.
 * @throws Behind while the rules are not known
 */
export async function ruledAlerts(
  server: ServerParts,
  integration: DataOf<"IntegrationAdded">,
  alerts: readonly IncomingAlert[],
): Promise<readonly Told[]> {
  const rules = await rulesWithin(server.alertRules, RULES_WITHIN_MS);
  if (rules === null) throw new Behind("the rules about alerts are not known yet");
  const serviceNamedBy = await servicesOf(server, integration, alerts);
  const now = server.now().toISOString();
  const told = alerts.map((alert): Told => {
    const service = serviceNamedBy(alert);
    const ruling = alert.endsAt !== null ? null : rulingOf(rules, {
      integrationId: integration.integrationId, serviceId: service?.serviceId ?? null,
      severity: severityOfAlert(integration, alert.severity), labels: alert.labels,
    }, now);
    return { alert, service, ruling };
  });
  return routed(server, told);
}

/** With the services that rules send them to; one that was removed since the rule was written sends nothing away. */
async function routed(server: ServerParts, told: readonly Told[]): Promise<readonly Told[]> {
  const elsewhere = (one: Told): string | null =>
    one.ruling === null || one.ruling.serviceId === null || one.ruling.serviceId === one.service?.serviceId ? null : one.ruling.serviceId;
  const wanted = [...new Set(told.flatMap((one) => elsewhere(one) ?? []))];
  if (wanted.length === 0) return told;
  const found = new Map(await pooled(wanted, IN_FLIGHT, async (serviceId) => [serviceId, await serviceOf(server, serviceId)] as const));
  return told.map((one) => {
    const to = elsewhere(one);
    if (to === null || one.ruling === null) return one;
    const service = found.get(to) ?? null;
    return service === null ? { ...one, ruling: notSent(one.ruling) } : { ...one, service };
  });
}

const notSent = (ruling: AlertRuling): AlertRuling => ({
  ...ruling, serviceId: ruling.namedServiceId, because: ruling.because.filter(({ matter }) => matter !== "service"),
});

/** The service that an alert's label names, else the integration's. Each name is looked up once. */
async function servicesOf(
  server: ServerParts,
  integration: DataOf<"IntegrationAdded">,
  alerts: readonly IncomingAlert[],
): Promise<(alert: IncomingAlert) => NamedService | null> {
  const otherwise = integration.serviceId === null ? null : await serviceOf(server, integration.serviceId);
  const labels = [...new Set(alerts.flatMap(({ labels: { service } }) => (service === undefined ? [] : [service])))];
  const found = new Map(await pooled(labels, IN_FLIGHT, async (label) => {
    const name = serviceNamed(label) ?? serviceNamed(label.toLowerCase());
    return [label, name === null ? null : await serviceOf(server, name.serviceId)] as const;
  }));
  return ({ labels: { service } }) => (service === undefined ? undefined : found.get(service)) ?? otherwise;
}
