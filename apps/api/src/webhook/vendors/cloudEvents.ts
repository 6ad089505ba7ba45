import { z } from "zod";
import { alertOf, instantOf, lineOf, noticeOf, type Reading } from "./reading.ts";

/** CloudEvents 1.0, as JSON; what came in headers has been brought into this form. */
export const cloudEvent = z.looseObject({
  specversion: z.literal("1.0"), id: z.string().min(1).max(2_000), source: z.string().min(1).max(2_000), type: z.string().min(1).max(500),
  time: z.string().nullish(), subject: z.string().nullish(), data: z.unknown().optional(), data_base64: z.string().optional(),
});

const reference = z.looseObject({ id: z.string().nullish() }).nullish();

/** CDEvents, of the versions whose envelope says `specversion` (0.5 on) and of those that say `version`. */
const cdEvent = z.looseObject({
  context: z.looseObject({
    id: z.string().min(1).max(2_000), source: z.string().max(2_000), type: z.string().min(1).max(500), timestamp: z.string().nullish(),
  }),
  subject: z.looseObject({
    id: z.string().min(1).max(2_000), source: z.string().max(2_000).nullish(),
    content: z.looseObject({
      description: z.string().nullish(), environment: reference, service: reference, artifactId: z.string().nullish(),
      ticketURI: z.string().nullish(),
    }).nullish(),
  }),
  customData: z.unknown().optional(),
});
type CdEvent = z.infer<typeof cdEvent>;

const TYPE = /^dev\.cdevents\.([a-z]+)\.([a-z]+)\.\d/;

function inBase64(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(Buffer.from(text, "base64").toString("utf8"));
  } catch {
    return undefined; // data of a CloudEvent may be anything
  }
}

/** A CloudEvent, or a CDEvent without that envelope: what it says. @throws ZodError where it is neither */
export function readCloudEvent(body: unknown, now: Date): Reading {
  const bare = cdEvent.safeParse(body);
  if (bare.success) return readCdEvent(bare.data, now);
  const { type, data, data_base64 } = cloudEvent.parse(body);
  if (!TYPE.test(type)) return { says: "nothing", why: "no event of the CDEvents vocabulary" };
  return readCdEvent(cdEvent.parse(data ?? inBase64(data_base64)), now);
}

const deployed = new Set(["deployed", "published", "upgraded", "rolledback", "removed"]);

function readCdEvent(event: CdEvent, now: Date): Reading {
  const [, subject, predicate = ""] = TYPE.exec(event.context.type) ?? [];
  if (subject === "incident") return readIncident(event, predicate, now);
  if (subject === "service" && deployed.has(predicate)) return readService(event, predicate, now);
  return { says: "nothing", why: "understood, and nothing that is recorded here" };
}

const lastOf = (id: string | null | undefined): string | null => lineOf(id?.split("/").at(-1));

function readIncident({ context, subject: { id, source, content }, customData }: CdEvent, predicate: string, now: Date): Reading {
  const custom = new Map(typeof customData === "object" && customData !== null ? Object.entries(customData) : []);
  const key = `${source ?? context.source} ${id}`;
  return noticeOf(
    [alertOf({
      id: key, name: content?.description ?? id, summary: content?.description, severity: custom.get("severity") ?? custom.get("priority"),
      service: lastOf(content?.service?.id), url: content?.ticketURI, firing: predicate !== "resolved", at: context.timestamp,
      labels: {
        ...Object.fromEntries(custom), environment: content?.environment?.id, artifact: content?.artifactId, source: context.source,
      },
    }, now)],
    key,
  );
}

/** The version in a package's address: what follows the last `@`, without its qualifiers. */
function versionIn(artifactId: string | null | undefined): string | null {
  const [, version] = /@([^@?#]+)(?:[?#].*)?$/.exec(artifactId ?? "") ?? [];
  if (version === undefined) return null;
  try {
    return lineOf(decodeURIComponent(version), 200);
  } catch {
    return lineOf(version, 200); // a % that encodes nothing
  }
}

function readService({ context, subject: { id, content } }: CdEvent, predicate: string, now: Date): Reading {
  const version = versionIn(content?.artifactId);
  return {
    says: "change",
    change: {
      id: `${context.source} ${context.id}`, service: lastOf(id), environment: lineOf(content?.environment?.id) ?? "production",
      version: version ?? predicate, state: predicate === "removed" ? "inactive" : "succeeded", at: instantOf(context.timestamp, now),
      description: predicate === "rolledback" ? "rolled back" : predicate, url: null, from: lineOf(context.source) ?? "CDEvents",
    },
  };
}
