import { randomBytes, randomUUID } from "node:crypto";
import { integrationDecider, refuseUnreadableMapping } from "@ballast/domain";
import { ids, type KeyRing } from "@ballast/eventlog";
import { defaultAlertSeverity, jsonMapping, severityMapping, snsTopic, type IntegrationKind as Kind } from "@ballast/schema";
import { z } from "zod";
import { newSecret, sha256 } from "../auth/secrets.ts";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import { field, idField, intField, jsonField, lineField, listOf, optional, otherwise, wordField } from "../commands/inputFields.ts";
import { refuseStrangers, registered, serviceField } from "../commands/named.ts";
import { IntegrationKind } from "../graphql/enums.ts";

/** The key in an address: it names its integration, and no list of integrations has to be searched. */
const addressKey = (integrationId: string, secret: string): string => `${integrationId}.${secret}`;

/** How a kind's requests show that they may come in. */
interface Guard {
  /** The secret that is shown once. */
  readonly secret: () => string;
  /** What is kept of it: a hash where that is enough, sealed where it must be known again. */
  readonly kept: (keys: KeyRing, integrationId: string, secret: string) => { keyHash: string | null; sealedSecret: string | null };
  /** Where its requests go, from the slash on. */
  readonly address: (integrationId: string, secret: string) => string;
  /** Whether the secret is entered beside the address, or is a part of it. */
  readonly beside: boolean;
}

const inAddress = (kind: Kind): Guard => ({
  secret: newSecret, beside: false, kept: (_keys, integrationId, secret) => ({
    keyHash: sha256(addressKey(integrationId, secret)), sealedSecret: null,
  }),
  address: (integrationId, secret) => `/hooks/${kind}/${addressKey(integrationId, secret)}`,
});

/** A key as long as the other product's: 32 hexadecimal digits, 128 bits, as some senders check. */
const givenWithEach = (address: string, secret: () => string): Guard => ({
  secret, beside: true, kept: (_keys, _id, given) => ({ keyHash: sha256(given), sealedSecret: null }), address: () => address,
});

const guards: Readonly<Record<Kind, Guard>> = {
  alertmanager: inAddress("alertmanager"),
  github: {
    secret: newSecret, beside: true, kept: (keys, _id, secret) => ({ keyHash: null, sealedSecret: keys.seal(secret) }),
    address: (integrationId) => `/hooks/github/${integrationId}`,
  },
  pagerduty: givenWithEach("/v2/enqueue", () => randomBytes(16).toString("hex")),
  opsgenie: givenWithEach("/v2/alerts", randomUUID),
  cloudevents: inAddress("cloudevents"),
  webhook: inAddress("webhook"),
  json: inAddress("json"),
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
      service: optional(serviceField("GitHub: the repository's service. All others: where goes what names none.")),
      severities: otherwise(
        jsonField(
          severityMapping,
          'All but GitHub: alert severity → incident severity (1 to 4), as {"critical": 1}. Case makes no difference; null: recorded, and calls nobody. At least one is needed.',
        ),
        {},
      ),
      defaultSeverity: otherwise(
        intField(
          "All but GitHub: incident severity (1 to 4) of an alert whose label is not mapped, or that has none; 3 unless set.",
          z.int().min(1).max(4),
        ),
        defaultAlertSeverity,
      ),
      redactedLabels: otherwise(
        jsonField(
          z.array(z.string().trim().min(1).max(300)).max(100),
          'All but GitHub: names of labels whose values no page carries out of the house, as ["customer"].',
        ),
        [],
      ),
      mapping: optional(jsonField(jsonMapping, "JSON: how alerts are read from it. `tryMapping` says what a sample comes to.")),
    },
    extras: {
      secret: {
        type: () => String, nullable: true,
        description: "GitHub: the secret to enter there; PagerDuty: its integration key; Opsgenie: its API key. Null when the command was replayed: it is shown once.",
      },
      url: {
        type: () => String, nullable: true,
        description: "The address to enter there; that of most kinds holds its key. Null when the command was replayed.",
      },
    },
    touches: () => null,
    async act(run, { kind, name, service, severities, defaultSeverity, redactedLabels, mapping }, { log, keys, publicUrl }) {
      const integrationId = ids.integration(run.commandId);
      if (await run.earlier(integrationDecider, integrationId)) return { id: integrationId, secret: null, url: null };
      const serviceId = service === null ? null : (await registered(log, service)).serviceId;
      if (mapping !== null) refuseUnreadableMapping(mapping);
      const guard = guards[kind];
      const secret = guard.secret();
      await run.handle({
        aggregate: integrationDecider,
        id: integrationId,
        guarded: true,
        command: {
          type: "AddIntegration", now: run.now, ownerId: run.by, integrationId, kind, name, ...guard.kept(keys, integrationId, secret),
          serviceId, severities, defaultSeverity, redactedLabels, mapping,
        },
      });
      return { id: integrationId, secret: guard.beside ? secret : null, url: `${publicUrl}${guard.address(integrationId, secret)}` };
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
    name: "nameSnsTopics",
    description:
      "Says of which topics of Amazon's SNS an integration of the kind webhook takes messages, signed by SNS, and nothing else; of none: whatever comes with its key.",
    permission: "integration.write",
    record: "Integration",
    input: {
      integrationId: idField("Integration", "The integration."),
      topics: listOf(field(() => String, snsTopic, "A topic's ARN, as arn:aws:sns:eu-west-1:123456789012:alarms."), 50),
    },
    touches: () => null,
    async act(run, { integrationId, topics }) {
      await run.handle({
        aggregate: integrationDecider, id: integrationId, guarded: true,
        command: { type: "NameTopics", now: run.now, integrationId, topics },
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
