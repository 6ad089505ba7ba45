import { z } from "zod";
import { defineEvent, type EventsOf, type Upcast } from "../defineEvent.ts";
import { line, severity, uuid } from "../scalars.ts";

export const integrationKind = z.enum(["alertmanager", "github"]);
export type IntegrationKind = z.infer<typeof integrationKind>;

/** Alert severity label → incident severity; null: recorded, and calls nobody. What is not named here gets the integration's default. */
export const severityMapping = z.record(z.string(), severity.nullable());
export type SeverityMapping = z.infer<typeof severityMapping>;

/** What an alert without a known severity stands for, unless the integration says otherwise: somebody is called. */
export const defaultAlertSeverity = 3;

/** Version 2: a label that matches no mapping calls people too; labels whose values stay in the house. */
const withDefault: Upcast = (added) => ({ ...added, defaultSeverity: defaultAlertSeverity, redactedLabels: [] });

export const integrationEvents = {
  IntegrationAdded: defineEvent({
    type: "IntegrationAdded",
    upcasts: [withDefault],
    schema: z.object({
      integrationId: uuid, kind: integrationKind, name: line,
      /** Alertmanager: SHA-256 of the key in its address. */
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
    }),
  }),
  /** Who looks after it: whoever added it, until they hand it over. Those of before have nobody in particular. */
  IntegrationHandedOver: defineEvent({ type: "IntegrationHandedOver", schema: z.object({ integrationId: uuid, ownerId: uuid }) }),
  IntegrationRemoved: defineEvent({ type: "IntegrationRemoved", schema: z.object({ integrationId: uuid }) }),
};
export type IntegrationEvent = EventsOf<typeof integrationEvents>;
