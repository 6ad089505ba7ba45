import { deployDecider, find, incidentDecider, reasonToPage, serviceDecider, type RegisteredService } from "@ballast/domain";
import { foldRecord, ids } from "@ballast/eventlog";
import { rollbackMessage } from "@ballast/notifications";
import type { AffectedCustomer } from "@ballast/schema";
import { own } from "@ballast/schema";
import { callPeople } from "../callPeople.ts";
import { declareIncident, incidentToJoin } from "../incidents.ts";
import { record, type WorkerParts } from "../parts.ts";
import { systemActor } from "../systemActor.ts";
import type { DeployActivities } from "./deployActivities.ts";
import { exposureOf } from "../traffic/effect.ts";
import { tellDeployer } from "./tellDeployer.ts";

type Report = Parameters<DeployActivities["reportImpact"]>[0] & { readonly signal: AbortSignal };

/** What customers felt of a deploy that went back. */
interface Impact {
  readonly customers: readonly AffectedCustomer[];
  readonly customerCount: number;
  /** Failed requests in all of the lane's while it was exposed, parts per 100,000; null = not measured. */
  readonly errorsPer100k: number | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly sentence: string;
}

/**
 * After an automatic rollback: a contained canary is told to its deployer; an impact above the service's thresholds,
 * errors that go on, or an undo that failed becomes an incident (or joins the open one), and that pages.
 */
export async function reportImpact(parts: WorkerParts, report: Report): Promise<void> {
  const service = await foldRecord(parts.log, serviceDecider, report.deploy.serviceId);
  if (service.status !== "registered") return;
  const impact = await impactOf(parts, report);
  const passed = reasonToPage({ ...report, ...impact, failedUndos: (report.failures ?? []).map(({ name }) => name) });
  if (passed === null) return tellOfRollback(parts, report, impact);
  await raise(parts, { report, service, impact, reason: passed });
}

async function impactOf(parts: WorkerParts, { deploy, signal }: Report): Promise<Impact> {
  const { from, backAt } = await exposureOf(parts, deploy.deployId);
  const state = await foldRecord(parts.log, deployDecider, deploy.deployId);
  const effect = state.status === "absent" || state.status === "observed" ? null : state.effect;
  const window = from === null ? null : await parts.metricsOf(deploy).window({ from, to: backAt ?? parts.now(), signal }).catch(() => null);
  const all = window === null ? [] : Object.values(window.releases);
  const requests = all.reduce((sum, numbers) => sum + numbers.requests, 0);
  const errors = (window ? own(window.releases, deploy.version)?.errors : undefined) ?? 0;
  return {
    customers: effect?.affectedCustomers ?? [],
    customerCount: effect?.affectedCustomerCount ?? 0,
    errorsPer100k: requests === 0 ? null : Math.round((errors / requests) * 100_000),
    startedAt: (from ?? parts.now()).toISOString(),
    endedAt: effect?.recovered === true && backAt !== null ? backAt.toISOString() : null,
    sentence: effect?.sentence ?? "the effect could not be measured",
  };
}

async function tellOfRollback(parts: WorkerParts, { deploy, signal }: Report, impact: Impact): Promise<void> {
  const text = rollbackMessage({
    service: deploy.service, environment: deploy.environment, version: deploy.version, toVersion: deploy.fromVersion,
    reason: "A step failed its verdict.", effect: impact.sentence, link: `${parts.publicUrl}/deploys/${deploy.deployId}`,
  });
  await tellDeployer(parts, deploy, { text, occasion: "deployer", signal });
}

interface Raise {
  readonly report: Report;
  readonly service: RegisteredService;
  readonly impact: Impact;
  readonly reason: string;
}

async function raise(parts: WorkerParts, raised: Raise): Promise<void> {
  const open = await incidentToJoin(parts, recordingOf(raised), { key: ["impact"], serviceId: raised.service.serviceId });
  if (open === null) await declare(parts, raised);
  else await join(parts, raised, open);
}

const suspicion = ({ report: { deploy } }: Raise) => ({
  linkId: ids.part(deploy.deployId, "suspected"),
  type: "suspected" as const,
  kind: "deploy" as const,
  recordId: deploy.deployId,
  fromEntryId: null,
  confidence: "likely" as const,
  note: `${deploy.service} ${deploy.version} failed its verdict and was rolled back`,
});

const recordingOf = ({ report: { deploy } }: Raise) => ({ ...deploy, actor: systemActor("Ballast") });

/** Errors that go on are worse than those that have ended. */
const isGrave = ({ report }: Raise): boolean => report.rollbackFailed || report.recovered === false;
const severityOf = (raised: Raise): number => (isGrave(raised) ? 2 : 3);

async function declare(parts: WorkerParts, raised: Raise): Promise<void> {
  const { report, service, impact, reason } = raised;
  const { deploy } = report;
  const incidentId = await declareIncident(parts, recordingOf(raised), {
    key: ["impact"],
    declaration: {
      title:
        `${service.name} ${deploy.version} failed for ${impact.customerCount === 0 ? "a share of requests" : `${impact.customerCount} customers`}`.slice(
          0,
          300,
        ),
      summary: `${deploy.version} failed its verdict in ${deploy.environment} and was rolled back by itself: ${impact.sentence}. ${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`,
      severity: severityOf(raised),
      publicImpact: isGrave(raised) ? "major" : "minor",
      serviceIds: [service.serviceId],
      components: [service.name],
      impactStartAt: impact.startedAt,
      drill: false,
      private: false,
      declaredAutomatically: true,
      hurt: [{ intervalId: ids.part(deploy.deployId, "interval"), component: service.name, share: impact.errorsPer100k }],
      links: [suspicion(raised)],
      customers: { deployId: deploy.deployId, customers: [...impact.customers], count: impact.customerCount },
    },
  });
  if (impact.endedAt !== null) await recordRecovery(parts, raised, { incidentId, endedAt: impact.endedAt });
}

/** The signal recovered: that is mitigation, which a finished rollback alone would not be. */
async function recordRecovery(
  parts: WorkerParts,
  raised: Raise,
  { incidentId, endedAt }: { incidentId: string; endedAt: string },
): Promise<void> {
  const now = parts.now().toISOString();
  const entry = { aggregate: incidentDecider, id: incidentId } as const;
  const intervalId = ids.part(raised.report.deploy.deployId, "interval");
  const incident = await foldRecord(parts.log, incidentDecider, incidentId);
  if (incident.status !== "declared") return;
  // Where people have said meanwhile when it was over, their word stands: of the impact, and where that was earlier, of all.
  if (find(incident.intervals, intervalId)?.endedAt === null)
    await record(parts, recordingOf(raised), {
      ...entry, key: ["impact", "closed"], command: { type: "CloseImpactInterval", now, incidentId, intervalId, endedAt },
    });
  const { resolved } = incident.milestones;
  if (resolved !== undefined && Date.parse(resolved) < Date.parse(endedAt)) return;
  await record(parts, recordingOf(raised), {
    ...entry, key: ["impact", "mitigated"],
    command: { type: "ReachMilestone", now, incidentId, milestone: "mitigated", at: endedAt, basis: "signalRecovered" },
  });
}

/** The service has an open incident: what is known becomes a part of that one. */
async function join(parts: WorkerParts, raised: Raise, incidentId: string): Promise<void> {
  const now = parts.now().toISOString();
  const { deploy } = raised.report;
  const entry = { aggregate: incidentDecider, id: incidentId } as const;
  await record(parts, recordingOf(raised), {
    ...entry, key: ["impact", "link"], command: { type: "AddLink", now, incidentId, link: suspicion(raised) },
  });
  if (raised.impact.customerCount > 0) {
    await record(parts, recordingOf(raised), {
      ...entry,
      key: ["impact", "customers"],
      command: {
        type: "RecordAffectedCustomers", now, incidentId, deployId: deploy.deployId, customers: [...raised.impact.customers],
        count: raised.impact.customerCount,
      },
    });
  }
  await record(parts, recordingOf(raised), {
    ...entry,
    key: ["impact", "entry"],
    command: {
      type: "AddEntry", now, incidentId, entryId: ids.part(deploy.deployId, "entry"), at: now,
      text: `${deploy.service} ${deploy.version} was rolled back in ${deploy.environment}: ${raised.impact.sentence}; ${raised.reason}.`,
      pinned: true,
    },
  });
  const { events } = await record(parts, recordingOf(raised), {
    ...entry,
    key: ["impact", "severity"],
    command: {
      type: "RaiseSeverity", now, incidentId, to: severityOf(raised), reason: `${deploy.service} ${deploy.version}: ${raised.reason}.`,
    },
  });
  // A raised severity calls people by itself.
  if (events.length > 0) return;
  await callPeople(parts, recordingOf(raised), {
    incidentId, serviceId: deploy.serviceId, deployId: deploy.deployId, occasion: "impact", reason: raised.reason,
  });
}
