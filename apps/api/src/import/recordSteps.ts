import { type Incident, type IncidentCommand, incidentDecider, Rejection, releaseDecider } from "@ballast/domain";
import { actionDecider } from "@ballast/domain/action";
import { checkDecider } from "@ballast/domain/check";
import { customerDecider } from "@ballast/domain/customer";
import { flagDecider } from "@ballast/domain/flag";
import { idOf, ids, payloadHash } from "@ballast/eventlog";
import {
  actionRecord, checksRecord, customerRecord, flagChangeRecord, incidentRecord, onCallRecord, releaseRecord, wholeHistory,
  type ActionEvent, type ActionRecord, type BallastEvent, type CheckEvent, type ChecksRecord, type CustomerRecord,
  type FlagChangeRecord, type ImportKind, type IncidentEvent, type IncidentRecord,
  type ReleaseRecord, type Source,
} from "@ballast/schema";
import { recordingOf } from "../commits/recording.ts";
import { onCallCommands } from "./onCallSteps.ts";
import type { Reading, RecordCommands, RecordStep, Start } from "./recordStep.ts";

/** A run whose records belong to a service. */
type OfService = Start & { readonly serviceId: string };

/** The run with its service. Which kinds have one was checked when it began. */
function ofService(start: Start): OfService {
  const { serviceId } = start;
  if (serviceId === null) throw new Error(`import ${start.importId} of ${start.kind} has no service`);
  return { ...start, serviceId };
}

type Reader = (reading: Reading, record: unknown) => RecordCommands;
const incidents: Reader = ({ start, now }, record) => incidentCommands(ofService(start), incidentRecord.parse(record), now);
const releases: Reader = ({ start, now }, record) => releaseCommands(ofService(start), releaseRecord.parse(record), now);
const flags: Reader = ({ start, now }, record) => flagCommands(ofService(start), flagChangeRecord.parse(record), now);
const customers: Reader = ({ start, now }, record) => customerCommands(start, customerRecord.parse(record), now);
const checks: Reader = ({ start, now }, record) => checkCommands(ofService(start), checksRecord.parse(record), now);
const onCall: Reader = (reading, record) => onCallCommands(reading, onCallRecord.parse(record));
const actions: Reader = (reading, record) => actionCommands(reading, actionRecord.parse(record));

/** What a run of each kind brings. */
const readers: Readonly<Record<ImportKind, Reader>> = {
  incidents, statuspage: incidents, cachet: incidents, upptime: incidents,
  releases, git: releases, flags, customers, checks, actions, jira: actions,
  opsgenie: onCall, pagerduty: onCall, "grafana-oncall": onCall,
};

/**
 * A record as the commands that import it.
 * @throws ZodError for a record that is not in the normal form
 */
export function commandsOf(reading: Reading, record: unknown): RecordCommands {
  const { kind } = reading.start;
  if (kind === wholeHistory) throw new Rejection("INVALID_INPUT", "nothing is sent to a run that writes by itself", ["importId"]);
  return readers[kind](reading, record);
}

/** What ended there has its own moment; what else is new there was said when it is heard. */
function actionCommands(
  { start: { kind }, now, named }: Reading,
  { sourceId, owner, incident, createdAt, ...record }: ActionRecord,
): RecordCommands {
  const actionId = idOf(actionDecider, kind, sourceId);
  const incidentId = incident === null ? null : named.incident(incident);
  const { doneAt } = record;
  const command = {
    type: "ImportAction" as const, now, actionId, externalId: sourceId, kind: record.kind, title: record.title, text: record.text,
    ownerId: owner === null ? null : named.person(owner), ownerName: owner, dueOn: record.dueOn, links: record.links,
    source: incidentId === null ? null : { kind: "incident", recordId: incidentId }, cameOf: incident, state: record.state, doneAt,
  };
  const occurredAt = ({ type }: ActionEvent): string => type === "ActionImported" ? (createdAt ?? doneAt ?? now) : (doneAt ?? now);
  return {
    key: actionId,
    steps: async (act) => [
      await act({ aggregate: actionDecider, id: actionId, command, occurredAt, source: () => ({ kind, id: sourceId }) }),
    ],
  };
}

function customerCommands({ kind }: Start, record: CustomerRecord, now: string): RecordCommands {
  const customerId = idOf(customerDecider, record.id);
  const command = { type: "DescribeCustomer" as const, now, customerId, by: "import" as const, ...record };
  return {
    key: customerId,
    steps: async (act) => [
      await act({ aggregate: customerDecider, id: customerId, command, occurredAt: () => now, source: () => ({ kind, id: record.id }) }),
    ],
  };
}

function checkCommands({ serviceId, kind }: OfService, { site, month, checks: looks }: ChecksRecord, now: string): RecordCommands {
  const checkId = idOf(checkDecider, serviceId, site, month);
  const command = { type: "RecordChecks" as const, now, checkId, serviceId, site, month, checks: looks };
  // A month of looks became known when the last of them was made.
  const last = ({ data }: CheckEvent): string => data.checks.at(-1)?.at ?? now;
  const source: Source = { kind, id: `${site} ${month}` };
  return {
    key: checkId,
    steps: async (act) => [await act({ aggregate: checkDecider, id: checkId, command, occurredAt: last, source: () => source })],
  };
}

function flagCommands({ serviceId, kind }: OfService, record: FlagChangeRecord, now: string): RecordCommands {
  const { key, environment, ...change } = record;
  const flagId = idOf(flagDecider, serviceId, key, environment);
  const source: Source = { kind, id: `${key}#${change.seq}`, publishedAt: change.at };
  const command = { type: "ImportFlagChange" as const, now, flagId, serviceId, key, environment, ...change };
  return {
    key: flagId,
    steps: async (act) => [await act({ aggregate: flagDecider, id: flagId, command, occurredAt: () => change.at, source: () => source })],
  };
}

function incidentCommands({ serviceId, kind }: OfService, record: IncidentRecord, now: string): RecordCommands {
  const incidentId = ids.importedIncident(serviceId, kind, record.sourceId);
  const { title, impact, components, startedAt, resolvedAt, url, plan } = record;
  const updates = record.updates.map((update) => ({ ...update, updateId: ids.importedUpdate(incidentId, update.index) }));
  const hash = payloadHash(record);
  const step: RecordStep<Incident, IncidentCommand, IncidentEvent> = {
    aggregate: incidentDecider,
    id: incidentId,
    command: {
      type: "ImportIncident", now, incidentId, serviceId, title, impact, components, startedAt, resolvedAt, url,
      ...(plan === undefined ? {} : { plan }), updates,
    },
    occurredAt: (event) =>
      event.type === "StatusUpdateImported" || event.type === "StatusUpdateImportCorrected" ? event.data.at : beginOf(record, now),
    source: (event) => ({ kind, id: record.sourceId, hash, ...(url === null ? {} : { url }), ...publication(publishedAt(event, record)) }),
  };
  return { key: incidentId, steps: async (act) => [await act(step)] };
}

const publication = (at: string | null): { publishedAt?: string } => (at === null ? {} : { publishedAt: at });

const earliest = (instants: readonly string[]): string | null =>
  instants.toSorted((one, other) => Date.parse(one) - Date.parse(other))[0] ?? null;

/** When it began: as given, else its earliest update (D1), else when it was published. */
const beginOf = ({ startedAt, updates, publishedAt: published }: IncidentRecord, now: string): string =>
  startedAt ?? earliest(updates.map(({ at }) => at)) ?? published ?? now;

/**
 * When its source made something known. Sources stamp an incident with its last publication, so that its first update
 * says more; when a correction was published nobody says, so that it counts from when it is recorded here.
 */
function publishedAt(event: BallastEvent, { updates, publishedAt: published }: IncidentRecord): string | null {
  if (event.type === "StatusUpdateImported") return event.data.at;
  if (event.type !== "IncidentImported") return null;
  return earliest([...updates.map(({ at }) => at), ...(published === null ? [] : [published])]);
}

function releaseCommands({ serviceId, kind }: OfService, record: ReleaseRecord, now: string): RecordCommands {
  const releaseId = ids.release(serviceId, record.version);
  const commands = recordingOf({ now, releaseId, serviceId, artifact: null, rollbackSafe: true, rollbackUnsafeReason: null, ...record });
  const source: Source = { kind, id: record.version, publishedAt: record.releasedAt };
  return {
    key: releaseId,
    async steps(act) {
      const results = [];
      for (const command of commands) {
        results.push(
          await act({ aggregate: releaseDecider, id: releaseId, command, occurredAt: () => record.releasedAt, source: () => source }),
        );
      }
      return results;
    },
  };
}
