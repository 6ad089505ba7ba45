import { flagDecider, managedFlag, type ManagedFlag } from "@ballast/domain/flag";
import { firstRules, targetingDecider } from "@ballast/domain/targeting";
import { foldRecord, idOf, ids } from "@ballast/eventlog";
import { engineId } from "@ballast/flags";
import { flagKey, flagKinds, flagMetadata, settingValue, valueTypes, variantName, type DataOf } from "@ballast/schema";
import { z } from "zod";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import {
  field, idField, instantField, intField, listOf, noteField, objectField, optional, otherwise, reasonField, jsonField, type InputField,
  type InputFields, flagField, textField,
} from "../commands/inputFields.ts";
import {
  environmentField, managedFlagField, managedFlagNamed, refuseStrangers, registered, serviceField, servicesOfFlag,
} from "../commands/named.ts";
import type { Run } from "../commands/runCommand.ts";
import type { ApiContext } from "../graphql/context.ts";
import { FlagKind, FlagValueType } from "./managedFlag.ts";

type Metric = DataOf<"FlagRegistered">["metrics"][number];

/** What a ramp looks at unless told. */
const usualMetrics: Metric[] = [{ name: "errors", role: "guardrail" }, { name: "latency", role: "signal" }];

const metric: InputField<Metric> = objectField(
  "FlagMetricInput",
  {
    name: field(() => String, z.enum(["errors", "latency"]), "errors or latency."),
    role: field(() => String, z.enum(["guardrail", "signal"]), "guardrail: what gets worse sends a ramp back; signal: it only pauses it."),
  },
  { description: "A metric that a ramp looks at." },
);

const toldBeside = jsonField(flagMetadata, "What answers tell applications beside the value: an object of texts, numbers, true or false.");

const variant = objectField(
  "FlagVariantInput",
  { name: field(() => String, variantName, "Its name."), value: jsonField(settingValue, "Its value, of the flag's type.") },
  { description: "What a flag can give." },
);

/** What may be said anew of a flag later. */
const described = {
  description: noteField("What it is."),
  ownerId: optional(idField("Person", "Who looks after it; you unless told.")),
  expiresAt: optional(instantField("When it should be gone; its owner is told.")),
  services: otherwise(listOf(serviceField("A service whose metrics and incidents concern it."), 50), []),
  metrics: otherwise(listOf(metric, 2), usualMetrics),
  metadata: otherwise(toldBeside, {}),
} satisfies InputFields;

const onAndOff = [{ name: "on", value: true }, { name: "off", value: false }];

/** Where a flag begins: in all environments of its services, or of all services; in production where there are none. */
function environmentsFor({ readModel }: ApiContext, serviceIds: readonly string[], asked: readonly string[]): readonly string[] {
  if (asked.length > 0) return [...new Set(asked)];
  const services = serviceIds.length === 0 ? readModel.services.all() : readModel.services.getMany([...serviceIds]);
  const known = [...new Set(services.flatMap(({ environments }) => environments.map(({ name }) => name)))];
  return known.length === 0 ? ["production"] : known;
}

async function openEverywhere(run: Run, flag: ManagedFlag, environments: readonly string[]): Promise<void> {
  const { flagId, key, variants, offVariant, archived } = flag;
  const facts = { key, variants: variants.map(({ name }) => name), archived };
  for (const environment of environments) {
    const targetingId = idOf(targetingDecider, flagId, environment);
    const command = {
      type: "OpenTargeting", now: run.now, targetingId, flagId, environment, offVariant, rules: firstRules(flag), facts,
    } as const;
    await run.handle({ aggregate: targetingDecider, id: targetingId, commandId: ids.part(run.commandId, "open", environment), command });
  }
}

const registerFlag = defineMutation({
  name: "registerFlag",
  description: "Registers a flag, off for everyone. Registered again with the same contents, nothing happens.",
  permission: "flag.write",
  record: "Flag",
  input: {
    key: field(() => String, flagKey, "Its key: what applications ask for, for ever."),
    kind: field(() => FlagKind, z.enum(flagKinds), "What it is for."),
    valueType: otherwise(field(() => FlagValueType, z.enum(valueTypes), "What its values are; boolean unless told."), "boolean"),
    variants: otherwise(listOf(variant, 20), onAndOff),
    offVariant: otherwise(field(() => String, variantName, "What a kill gives; `off` unless told."), "off"),
    seed: optional(field(() => String, z.string().min(1).max(100), "By which customers are divided, for ever; a new one unless told.")),
    bucketBy: otherwise(
      field(() => String, z.string().min(1).max(100), "The attribute by which customers are divided; their id unless told."),
      "targetingKey",
    ),
    environments: otherwise(listOf(environmentField("Where it begins."), 50), []),
    ...described,
  },
  touches: ({ services }) => services.map(({ serviceId }) => serviceId),
  async act(run, input, context) {
    const { key, kind, valueType, variants, offVariant, bucketBy, description, expiresAt, metrics, metadata, services, environments } =
      input;
    const { log } = context;
    for (const service of services) await registered(log, service);
    const ownerId = input.ownerId ?? run.by;
    if (input.ownerId !== null) await refuseStrangers(log, [ownerId], ["ownerId"]);
    const flagId = idOf(flagDecider, managedFlag, key, null);
    const serviceIds = services.map(({ serviceId }) => serviceId);
    // A flag that is there keeps its seed and its engine: registered again, it is the same one.
    const there = await foldRecord(log, flagDecider, flagId);
    const engine = there.status === "managed" ? there.engine : engineId;
    const seed = input.seed ?? (there.status === "managed" ? there.seed : `${key}-${run.commandId.slice(0, 8)}`);
    const said = {
      flagId, key, kind, valueType, variants, offVariant, seed, bucketBy, description, ownerId, expiresAt, serviceIds, metrics, metadata,
      engine,
    };
    await run.handle({ aggregate: flagDecider, id: flagId, guarded: true, command: { type: "RegisterFlag", now: run.now, ...said } });
    await openEverywhere(
      run,
      { status: "managed", archived: null, cleanUpAfterDays: null, ...said },
      environmentsFor(context, serviceIds, environments),
    );
    return { id: flagId };
  },
});

const describeFlag = defineMutation({
  name: "describeFlag",
  description:
    "Says anew what a flag is, who looks after it, until when, which services it concerns, what its ramps look at, what is told beside its value. What is left out stays.",
  permission: "flag.write",
  record: "Flag",
  input: {
    flag: managedFlagField(),
    description: optional(textField("What it is.")),
    ownerId: optional(idField("Person", "Who looks after it.")),
    expiresAt: optional(instantField("When it should be gone; its owner is told.")),
    endless: otherwise(flagField("It has no end any more."), false),
    services: optional(listOf(serviceField("A service whose metrics and incidents concern it."), 50)),
    metrics: optional(listOf(metric, 2)),
    metadata: optional(toldBeside),
  },
  touches: async ({ flag, services }, { log }) => [
    ...(await servicesOfFlag(log, flag)),
    ...(services ?? []).map(({ serviceId }) => serviceId),
  ],
  async act(run, { flag: name, description, ownerId, expiresAt, endless, services, metrics, metadata }, { log }) {
    const there = await managedFlagNamed(log, name);
    const { flagId } = there;
    for (const service of services ?? []) await registered(log, service);
    if (ownerId !== null) await refuseStrangers(log, [ownerId], ["ownerId"]);
    const said = {
      flagId,
      description: description ?? there.description,
      ownerId: ownerId ?? there.ownerId,
      expiresAt: endless ? null : (expiresAt ?? there.expiresAt),
      serviceIds: services?.map(({ serviceId }) => serviceId) ?? there.serviceIds,
      metrics: metrics ?? there.metrics,
      metadata: metadata ?? there.metadata,
    };
    await run.handle({ aggregate: flagDecider, id: flagId, guarded: true, command: { type: "DescribeFlag", now: run.now, ...said } });
    return { id: flagId };
  },
});

const setFlagCleanUp = defineMutation({
  name: "setFlagCleanUp",
  description:
    "Says after how many days of the same for everyone, or of nobody asking for it, a temporary flag is to be cleaned up and its owner told.",
  permission: "flag.write",
  record: "Flag",
  input: {
    flag: managedFlagField(),
    afterDays: optional(intField("Days; left out: seven.", z.int().min(1).max(3_650))),
  },
  touches: ({ flag }, { log }) => servicesOfFlag(log, flag),
  async act(run, { flag: name, afterDays }, { log }) {
    const { flagId } = await managedFlagNamed(log, name);
    const command = { type: "SetFlagCleanUp", now: run.now, flagId, afterDays } as const;
    await run.handle({ aggregate: flagDecider, id: flagId, guarded: true, command });
    return { id: flagId };
  },
});

const archiveFlag = defineMutation({
  name: "archiveFlag",
  description: "Ends a flag: applications get their code default from then on. Refused while another flag needs it.",
  permission: "flag.write",
  record: "Flag",
  input: { flag: managedFlagField(), reason: reasonField("Why it is not needed any more.") },
  touches: ({ flag }, { log }) => servicesOfFlag(log, flag),
  async act(run, { flag: name, reason }, { log, readModel }) {
    const { flagId } = await managedFlagNamed(log, name);
    const neededBy = readModel.targetings.needing(flagId).flatMap(({ flagId: other, environment }) => {
      const flag = readModel.flags.get(other);
      return flag?.status === "managed" && flag.archived === null ? [`${flag.key} in ${environment}`] : [];
    });
    await run.handle({
      aggregate: flagDecider, id: flagId, guarded: true, command: { type: "ArchiveFlag", now: run.now, flagId, reason, neededBy },
    });
    return { id: flagId };
  },
});

export const flagMutations: readonly Mutation[] = [registerFlag, describeFlag, setFlagCleanUp, archiveFlag];
