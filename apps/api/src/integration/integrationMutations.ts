import { integrationDecider } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import { defaultAlertSeverity, severityMapping, type IntegrationKind as Kind } from "@ballast/schema";
import { z } from "zod";
import { newSecret, sha256, type KeyRing } from "../auth/secrets.ts";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import { idField, intField, jsonField, lineField, optional, otherwise, wordField } from "../commands/inputFields.ts";
import { refuseStrangers, registered, serviceField } from "../commands/named.ts";
import { IntegrationKind } from "../graphql/enums.ts";

/** The key in an Alertmanager's address: it names its integration, and no list of integrations has to be searched. */
export const alertmanagerKey = (integrationId: string, secret: string): string => `${integrationId}.${secret}`;

/** What is kept of the secret, by kind: a hash where that is enough, sealed where it must be known again. */
const guardOf: Readonly<
  Record<Kind, (keys: KeyRing, integrationId: string, secret: string) => { keyHash: string | null; sealedSecret: string | null }>
> = {
  alertmanager: (_keys, integrationId, secret) => ({ keyHash: sha256(alertmanagerKey(integrationId, secret)), sealedSecret: null }),
  github: (keys, _integrationId, secret) => ({ keyHash: null, sealedSecret: keys.seal(secret) }),
};

const addressOf: Readonly<Record<Kind, (integrationId: string, secret: string) => string>> = {
  alertmanager: (integrationId, secret) => `/hooks/alertmanager/${alertmanagerKey(integrationId, secret)}`,
  github: (integrationId) => `/hooks/github/${integrationId}`,
};

export const integrationMutations: readonly Mutation[] = [
  defineMutation({
    name: "addIntegration",
    description: "Opens a door for another system. Address and secret are answered this once.",
    permission: "integration.write",
    record: "Integration",
    input: {
      kind: wordField(IntegrationKind, "Which system."),
      name: lineField("What people call it; events name it as their actor."),
      service: optional(serviceField("GitHub: the repository's service. Alertmanager: where alerts go whose `service` label names none.")),
      severities: otherwise(
        jsonField(
          severityMapping,
          'Alertmanager: alert severity → incident severity (1 to 4), as {"critical": 1}. Case makes no difference; null: recorded, and calls nobody. At least one is needed.',
        ),
        {},
      ),
      defaultSeverity: otherwise(
        intField(
          "Alertmanager: incident severity (1 to 4) of an alert whose label is not mapped, or that has none; 3 unless set.",
          z.int().min(1).max(4),
        ),
        defaultAlertSeverity,
      ),
      redactedLabels: otherwise(
        jsonField(
          z.array(z.string().trim().min(1).max(300)).max(100),
          'Alertmanager: names of labels whose values no page carries out of the house, as ["customer"].',
        ),
        [],
      ),
    },
    extras: {
      secret: {
        type: () => String, nullable: true,
        description: "GitHub: the secret to enter there. Null when the command was replayed: it is shown once.",
      },
      url: {
        type: () => String, nullable: true,
        description: "The address to enter there; an Alertmanager's holds its key. Null when the command was replayed.",
      },
    },
    touches: () => null,
    async act(run, { kind, name, service, severities, defaultSeverity, redactedLabels }, { log, keys, publicUrl }) {
      const integrationId = ids.integration(run.commandId);
      if (await run.earlier(integrationDecider, integrationId)) return { id: integrationId, secret: null, url: null };
      const serviceId = service === null ? null : (await registered(log, service)).serviceId;
      const secret = newSecret();
      await run.handle({
        aggregate: integrationDecider,
        id: integrationId,
        guarded: true,
        command: {
          type: "AddIntegration", now: run.now, ownerId: run.by, integrationId, kind, name, ...guardOf[kind](keys, integrationId, secret),
          serviceId, severities, defaultSeverity, redactedLabels,
        },
      });
      return { id: integrationId, secret: kind === "github" ? secret : null, url: `${publicUrl}${addressOf[kind](integrationId, secret)}` };
    },
  }),
  defineMutation({
    name: "handOverIntegration",
    description:
      "Says who looks after an integration from now on. Its address and secret stay: make another one where somebody who left knew them.",
    permission: "integration.write",
    record: "Integration",
    input: { integrationId: idField("Integration", "The integration."), ownerId: idField("Person", "Who looks after it.") },
    touches: () => null,
    async act(run, { integrationId, ownerId }, { log }) {
      await refuseStrangers(log, [ownerId], ["ownerId"]);
      await run.handle({
        aggregate: integrationDecider, id: integrationId, guarded: true,
        command: { type: "HandOverIntegration", now: run.now, integrationId, ownerId },
      });
      return { id: integrationId };
    },
  }),
  defineMutation({
    name: "removeIntegration",
    description: "Closes the door: requests with its address or secret are refused from now on.",
    permission: "integration.write",
    record: "Integration",
    input: { integrationId: idField("Integration", "The integration.") },
    touches: () => null,
    async act(run, { integrationId }) {
      await run.handle({
        aggregate: integrationDecider, id: integrationId, guarded: true,
        command: { type: "RemoveIntegration", now: run.now, integrationId },
      });
      return { id: integrationId };
    },
  }),
];
