import { z } from "zod";
import { defineEvent, type EventsOf, type Upcast } from "../defineEvent.ts";
import { line, severity, uuid } from "../scalars.ts";

/**
 * Which other system speaks: `webhook` recognises the vendor by what it sends, `json` reads anything by a mapping of its own.
 */
export const integrationKind = z.enum(["alertmanager", "github", "pagerduty", "opsgenie", "cloudevents", "webhook", "json"]);
export type IntegrationKind = z.infer<typeof integrationKind>;

/** The ARN of a topic of Amazon's SNS. */
export const snsTopic = z.string().regex(
  /^arn:(?:aws|aws-cn|aws-us-gov):sns:[a-z0-9-]{1,40}:\d{1,20}:[A-Za-z0-9_-]{1,256}(?:\.fifo)?$/,
  "write a topic's ARN, as arn:aws:sns:eu-west-1:123456789012:alarms",
);

/** A text in which `{path.to.a[0].member}` stands for what the body has there: values are looked up, and nothing is evaluated. */
const template = z.string().trim().max(500);

/** How alerts are read from JSON of any shape. */
export const jsonMapping = z.object({
  /** Path of the list of alerts; empty: the body is one alert. */
  alerts: z.string().trim().max(500),
  /** What tells one alert from another. */
  id: template.min(1),
  name: template.min(1),
  summary: template,
  severity: template,
  /** Slug of the service that it is about. */
  service: template,
  /** What says whether it fires; empty: it always does. */
  state: template,
  /** Words of `state`, in any case, that say that it has cleared. */
  cleared: z.array(z.string().trim().min(1).max(100)).max(20),
  url: template,
});
export type JsonMapping = z.infer<typeof jsonMapping>;

/** Alert severity label → incident severity; null: recorded, and calls nobody. What is not named here gets the integration's default. */
export const severityMapping = z.record(z.string(), severity.nullable());
export type SeverityMapping = z.infer<typeof severityMapping>;

/** What an alert without a known severity stands for, unless the integration says otherwise: somebody is called. */
export const defaultAlertSeverity = 3;

/** Version 2: a label that matches no mapping calls people too; labels whose values stay in the house. */
const withDefault: Upcast = (added) => ({ ...added, defaultSeverity: defaultAlertSeverity, redactedLabels: [] });
/** Version 3: JSON of any shape is read by a mapping; the kinds of before have none. */
const withMapping: Upcast = (added) => ({ ...added, mapping: null });

export const integrationEvents = {
  IntegrationAdded: defineEvent({
    type: "IntegrationAdded",
    upcasts: [withDefault, withMapping],
    schema: z.object({
      integrationId: uuid, kind: integrationKind, name: line,
      /** SHA-256 of the key in its address, or that its sender gives with each request. */
      keyHash: z.string().nullable(),
      /** GitHub: the signing secret, sealed with AES-GCM under the installation's key. */
      sealedSecret: z.string().nullable(),
      /** Where alerts go that match no service by their `service` label; and the service of a GitHub repository. */
      serviceId: uuid.nullable(),
      severities: severityMapping,
      /** Incident severity of an alert whose label matches no mapping, or that has none. */
      defaultSeverity: severity,
      /** Names of labels whose values no page carries out of the house. */
      redactedLabels: z.array(line).max(100),
      /** How JSON of any shape is read; null for kinds whose shape is known. */
      mapping: jsonMapping.nullable(),
    }),
  }),
  /** Who looks after it: whoever added it, until they hand it over. Those of before have nobody in particular. */
  IntegrationHandedOver: defineEvent({ type: "IntegrationHandedOver", schema: z.object({ integrationId: uuid, ownerId: uuid }) }),
  /** Only signed messages of these topics of SNS are taken from now on; none: whatever comes with its key. */
  IntegrationTopicsNamed: defineEvent({
    type: "IntegrationTopicsNamed", schema: z.object({ integrationId: uuid, topics: z.array(snsTopic).max(50) }),
  }),
  IntegrationRemoved: defineEvent({ type: "IntegrationRemoved", schema: z.object({ integrationId: uuid }) }),
};
export type IntegrationEvent = EventsOf<typeof integrationEvents>;
