import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { line, severity, uuid } from "../scalars.ts";

export const integrationKind = z.enum(["alertmanager", "github"]);
export type IntegrationKind = z.infer<typeof integrationKind>;

/** Alert severity label → incident severity. What is not mapped is recorded and pages nobody. */
export const severityMapping = z.record(z.string(), severity);

export const integrationEvents = {
  IntegrationAdded: defineEvent({
    type: "IntegrationAdded",
    schema: z.object({
      integrationId: uuid, kind: integrationKind, name: line,
      /** Alertmanager: SHA-256 of the key in its address. */
      keyHash: z.string().nullable(),
      /** GitHub: the signing secret, sealed with AES-GCM under the installation's key. */
      sealedSecret: z.string().nullable(),
      /** Where alerts go that match no service by their `service` label; and the service of a GitHub repository. */
      serviceId: uuid.nullable(),
      severities: severityMapping,
    }),
  }),
  IntegrationRemoved: defineEvent({ type: "IntegrationRemoved", schema: z.object({ integrationId: uuid }) }),
};
export type IntegrationEvent = EventsOf<typeof integrationEvents>;
