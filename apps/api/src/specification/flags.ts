import { flagDecider, managedFlag, type FlagCommand } from "@ballast/domain/flag";
import { offForEveryone, targetingDecider, type TargetingCommand } from "@ballast/domain/targeting";
import { handle, handleRegardless, idOf, ids, type HandlingContext } from "@ballast/eventlog";
import { engineId, followed } from "@ballast/flags";
import type { Cohort, DataOf, FlagMetadata, TargetingRules } from "@ballast/schema";
import type { Principal } from "../auth/principal.ts";
import type { SpecServer } from "./server.ts";

/** A cohort that nobody looks at. */
export const nobody: Cohort = {
  known: 0, enter: 0, leave: 0, switch: 0, cannotTell: 0, overridesStay: 0, names: { enter: [], leave: [], switch: [] }, hash: "",
  position: "0", compiler: "1", engine: "flagd-core 4.0.1",
};

/** Writes flags into a server's log, as commands do. */
export interface SpecFlags {
  /** A boolean flag that is on by its rules, in this environment. Answers the position. */
  open(key: string, rules?: Partial<TargetingRules>, environment?: string): Promise<string>;
  kill(key: string, environment?: string): Promise<string>;
  archive(key: string): Promise<string>;
  /** What is told beside its value. */
  tell(key: string, metadata: FlagMetadata): Promise<string>;
  set(key: string, rules: Partial<TargetingRules>, environment?: string): Promise<string>;
  /** The secret of an application's token. */
  token(environment?: string): Promise<string>;
}

export const flagIdOf = (key: string): string => idOf(flagDecider, managedFlag, key, null);
export const targetingIdOf = (key: string, environment = "production"): string => idOf(targetingDecider, flagIdOf(key), environment);
const everyone: Partial<TargetingRules> = { rollout: { parts: 100_000, variants: [{ variant: "on", weight: 1 }] } };

const rulesOf = (rules: Partial<TargetingRules>): TargetingRules => ({ ...offForEveryone("off"), ...rules });
const factsOf = (key: string) => ({ key, variants: ["on", "off"], archived: null });

const registration = (key: string, ownerId: string): Omit<DataOf<"FlagRegistered">, "flagId"> => ({
  key, kind: "release", valueType: "boolean", offVariant: "off", seed: `seed of ${key}`, bucketBy: "targetingKey",
  variants: [{ name: "on", value: true }, { name: "off", value: false }],
  description: "", ownerId, expiresAt: null, serviceIds: [], metrics: [], metadata: {}, engine: engineId,
});

/** Waits until a server holds all that was written of flags and customers: of other records it hears nothing. */
export async function flagsCaughtUp({ server: { log, flags } }: SpecServer): Promise<void> {
  let last = "0";
  for await (const { position } of log.readAll({ filter: { categories: followed } })) last = position;
  await flags.waitFor(last);
}

/** Flags for the specs of one server; `owner` is who issues the tokens. */
export function specFlags(spec: SpecServer, owner: Principal): SpecFlags {
  let count = 0;
  const { log } = spec.server;
  const next = (): string => ids.command("spec flags", (count += 1));
  const context = (): HandlingContext => {
    const commandId = next();
    const actor = { personId: null, name: "spec", means: "system" as const };
    return { commandId, actor, now: spec.server.now().toISOString(), correlationId: commandId, causationId: commandId };
  };
  const toFlag = async (key: string, command: FlagCommand): Promise<string> =>
    (await handle(log, { aggregate: flagDecider, id: flagIdOf(key), context: context(), command })).position;
  const toTargeting = async (targetingId: string, command: TargetingCommand): Promise<string> =>
    (await handle(log, { aggregate: targetingDecider, id: targetingId, context: context(), command })).position;
  return {
    async open(key, rules = everyone, environment = "production") {
      const [now, flagId, targetingId] = [spec.server.now().toISOString(), flagIdOf(key), targetingIdOf(key, environment)];
      await toFlag(key, { type: "RegisterFlag", now, flagId, ...registration(key, owner.person.id) });
      return toTargeting(targetingId, {
        type: "OpenTargeting", now, targetingId, flagId, environment, offVariant: "off", rules: rulesOf(rules), facts: factsOf(key),
      });
    },
    async kill(key, environment = "production") {
      const targetingId = targetingIdOf(key, environment);
      const command = {
        type: "Kill" as const, now: spec.server.now().toISOString(), targetingId, killId: next(), reason: null, incidentId: null,
      };
      return (await handleRegardless(log, { aggregate: targetingDecider, id: targetingId, context: context(), command })).position;
    },
    tell(key, metadata) {
      const { description, expiresAt, serviceIds, metrics, ownerId } = registration(key, owner.person.id);
      const said = { flagId: flagIdOf(key), description, ownerId, expiresAt, serviceIds, metrics, metadata };
      return toFlag(key, { type: "DescribeFlag", now: spec.server.now().toISOString(), ...said });
    },
    archive: (key) =>
      toFlag(key, { type: "ArchiveFlag", now: spec.server.now().toISOString(), flagId: flagIdOf(key), reason: "done", neededBy: [] }),
    set(key, rules, environment = "production") {
      const targetingId = targetingIdOf(key, environment);
      const facts = { ...factsOf(key), policy: { approval: false, approvalOfOverrides: false } };
      return toTargeting(targetingId, {
        type: "ChangeFlag", now: spec.server.now().toISOString(), targetingId, change: { kind: "rules", rules: rulesOf(rules) }, facts,
        reason: null, deployId: null, incidentId: null, cohort: nobody, rebucket: null,
      });
    },
    async token(environment = "production") {
      const { secret, position } = await spec.run(owner, "issueToken", {
        idempotencyKey: next(), name: "Checkout", roles: ["application"], environment,
      });
      await spec.server.directory.waitFor(position);
      return secret ?? "";
    },
  };
}
