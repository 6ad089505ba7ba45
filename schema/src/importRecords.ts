import { z } from "zod";
import { actionKinds, importedActionStates } from "./events/action.ts";
import { check, month } from "./events/check.ts";
import { customerDescription } from "./events/customer.ts";
import { calledOfSchedule, escalationContent, escalationStep, mostSteps, mostTargets } from "./events/escalation.ts";
import { flagChange, observedKey } from "./events/flag.ts";
import { importKind, kindsOfNoService, skippedRecord } from "./events/import.ts";
import { maintenancePlan, publicImpact } from "./events/incident.ts";
import { commit } from "./events/release.ts";
import { rotationLayer, rotationOverride } from "./events/rotation.ts";
import { instant, line, slug, text, webAddress, webLink } from "./scalars.ts";

/**
 * The normal form in which records of other systems reach Ballast. Whoever reads a source (the command line) brings
 * each of its records into this form and keeps the source's times with the offsets they came with.
 *
 * `POST /imports` (`importStart`) answers `{importId}`. `POST /imports/:id/records` takes NDJSON, one `importLine` a
 * line, at most `IMPORT_REQUEST_BYTES` a request, and answers an `importBatch`. `POST /imports/:id/finish` answers an
 * `importResult`; `DELETE /imports/:id` marks the run as cancelled: what it brought stays.
 */
export const importStart = z
  .object({
    kind: importKind,
    /** The service that the records belong to; null, or left out, of customers, actions and schedules, which belong to none. */
    service: slug.nullish(),
    sourceName: line,
    /** How many records will come, where that is known: for the progress that others see. */
    expectedRecords: z.int().min(0).nullable().optional(),
    /** Nothing is recorded; the answers say what would be. */
    dryRun: z.boolean().optional(),
    /** Of a dry run: the service, or whoever is on call, need not be there, as a real run would register them before. */
    registers: z.boolean().optional(),
  })
  .refine(({ kind, service }) => kindsOfNoService.includes(kind) === (service === null || service === undefined), {
    path: ["service"], message: "every kind of record but customers, actions and schedules belongs to a service",
  });
export type ImportStart = z.infer<typeof importStart>;

/** Largest body of one request with records, bytes. */
export const IMPORT_REQUEST_BYTES = 8 * 1024 * 1024;

/** An incident of a status history. Its service is the run's; `sourceId` is its id there and makes it the same at every import. */
export const incidentRecord = z.object({
  sourceId: z.string().min(1).max(300),
  title: line,
  impact: publicImpact,
  components: z.array(line),
  /** As given; null where the source does not say: the earliest update counts then (definition D1). */
  startedAt: instant.nullable(),
  resolvedAt: instant.nullable(),
  /** When the source made it public: from then on it counts as known. */
  publishedAt: instant.nullable(),
  url: z.string().nullable().transform(webAddress),
  /** Of a maintenance: when it was planned for. */
  plan: maintenancePlan.optional(),
  /** `index` is its place in the source and, with the incident, its id: times and texts repeat. */
  updates: z.array(z.object({ index: z.int().min(0), at: instant, status: line, body: text })),
});
export type IncidentRecord = z.infer<typeof incidentRecord>;

/** A release with the commits first shipped in it; service and version make it the same at every import. */
export const releaseRecord = z.object({
  version: line,
  releasedAt: instant,
  sha: z.string().max(64).nullable(),
  commits: z.array(commit),
  notes: text,
  /** Its place in the source, for ties of `releasedAt`. */
  order: z.int().min(0),
  /** Its source is cut off: commits may be missing, and a later import of the whole may complete them. */
  partial: z.boolean().optional(),
});
export type ReleaseRecord = z.infer<typeof releaseRecord>;

/** One change of a flag that another system holds. Service, key and environment name the flag; `seq` the change. */
export const flagChangeRecord = z.object({ key: observedKey, environment: line.nullable(), ...flagChange.shape });
export type FlagChangeRecord = z.infer<typeof flagChangeRecord>;

/** A customer as its source describes it; its id makes it the same at every import. */
export const customerRecord = customerDescription;
export type CustomerRecord = z.infer<typeof customerRecord>;

/** A month of looks at a site from outside. Service, site and month name it; each check is known by its time. */
export const checksRecord = z.object({ site: line, month, checks: z.array(check).min(1).max(50_000) });
export type ChecksRecord = z.infer<typeof checksRecord>;

/** What somebody has to do, as another system has it; its id there makes it the same at every import. */
export const actionRecord = z.object({
  sourceId: z.string().min(1).max(300),
  kind: z.enum(actionKinds),
  title: line,
  text,
  /** Who does it: a login, a name or a mail address. */
  owner: line.nullable(),
  dueOn: z.iso.date().nullable(),
  links: z.array(webLink).max(20),
  /** What the source calls the incident that it came of. */
  incident: line.nullable(),
  state: z.enum(importedActionStates),
  createdAt: instant.nullable(),
  doneAt: instant.nullable(),
});
export type ActionRecord = z.infer<typeof actionRecord>;

/** Somebody, by the mail address that both products know. */
const personByMail = z.email().max(300);

/** A schedule of another product, in our terms; its id there makes it the same at every import. People are named by mail address. */
export const scheduleRecord = z.object({
  what: z.literal("schedule"),
  sourceId: line,
  name: line,
  layers: z.array(z.object({
    ...rotationLayer.omit({ layerId: true, people: true }).shape, sourceId: line, people: z.array(personByMail).min(1).max(200),
  })).min(1).max(20),
  /** In the order in which they count: the last one lies over the others. */
  overrides: z.array(z.object({
    ...rotationOverride.pick({ from: true, to: true, reason: true }).shape, sourceId: line, person: personByMail,
    insteadOf: personByMail.nullable(),
  })).max(800),
});
export type ScheduleRecord = z.infer<typeof scheduleRecord>;

const targetRecord = z.union([
  z.strictObject({ schedule: line, who: z.enum(calledOfSchedule) }), z.strictObject({ person: personByMail }),
]);

/** An escalation policy of another product, in our terms. Schedules go by their ids there. */
export const escalationRecord = z.object({
  what: z.literal("escalation"),
  sourceId: line,
  ...escalationContent.pick({ name: true, description: true, rounds: true }).shape,
  steps: z.array(
    z.object({ targets: z.array(targetRecord).min(1).max(mostTargets), minutes: escalationStep.shape.minutes }),
  ).min(1).max(mostSteps),
});
export type EscalationRecord = z.infer<typeof escalationRecord>;

/** What moves here from another product that calls people. */
export const onCallRecord = z.discriminatedUnion("what", [scheduleRecord, escalationRecord]);
export type OnCallRecord = z.infer<typeof onCallRecord>;

/**
 * One line of a request: a record from the given line of its source (checked on its own: a bad one is skipped, the
 * others go on), or what the reader of the source could not use of that line. A line may have both.
 */
export const importLine = z.union([
  z.strictObject({ line: z.int().min(0), record: z.unknown() }),
  z.strictObject({ line: z.int().min(0), skipped: z.string().min(1) }),
]);
export type ImportLine = z.infer<typeof importLine>;

/** What became of one line. */
export const importOutcome = z.enum(["imported", "updated", "unchanged", "skipped"]);
export type ImportOutcome = z.infer<typeof importOutcome>;

/** Answer to one request with records: one entry a line, in order, and the totals of the run so far. */
export const importBatch = z.object({
  lines: z.array(z.object({ line: z.int().min(0), result: importOutcome, reason: z.string().optional() })),
  totals: z.object({ imported: z.int(), updated: z.int(), unchanged: z.int(), skipped: z.int() }),
});
export type ImportBatch = z.infer<typeof importBatch>;

/** What a finished run brought. */
export const importResult = z.object({
  imported: z.int().min(0),
  updated: z.int().min(0),
  unchanged: z.int().min(0),
  skipped: z.array(skippedRecord),
});
export type ImportResult = z.infer<typeof importResult>;
