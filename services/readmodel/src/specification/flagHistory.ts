import { flagDecider } from "@ballast/domain/flag";
import { targetingDecider } from "@ballast/domain/targeting";
import { ids, idOf } from "@ballast/eventlog";
import type { ChangeContext, Cohort, DataOf, TargetingRules } from "@ballast/schema";
import type { RecordedHistory, Said } from "./recordedHistory.ts";

/** A change that moves nobody who is known. */
export const nobodyMoves: Cohort = {
  known: 0, enter: 0, leave: 0, switch: 0, cannotTell: 0, overridesStay: 0, names: { enter: [], leave: [], switch: [] }, hash: "",
  position: "0", compiler: "1", engine: "1",
};

/** A change for no reason that was told, on nobody's word but its maker's. */
export const ofItself: ChangeContext = {
  reason: null, cohort: nobodyMoves, changeId: null, rampId: null, deployId: null, incidentId: null,
};

/** On for so many of 100,000 customers, by share alone. */
export const onFor = (parts: number, more: Partial<TargetingRules> = {}): TargetingRules => ({
  prerequisites: [], rules: [], rollout: { parts, variants: [{ variant: "on", weight: 1 }] }, defaultVariant: "off", ...more,
});

/** A release's flag that is on or off, as it is registered, unless told otherwise. */
export const flagSettings = (key: string, more: Partial<DataOf<"FlagRegistered">> = {}): DataOf<"FlagRegistered"> => ({
  flagId: ids.part("flag", key),
  key,
  kind: "release",
  valueType: "boolean",
  variants: [
    { name: "on", value: true },
    { name: "off", value: false },
  ],
  offVariant: "off",
  seed: key,
  bucketBy: "targetingKey",
  description: "",
  ownerId: ids.person("ana"),
  expiresAt: null,
  serviceIds: [],
  metrics: [],
  metadata: {},
  engine: "flagd-core@4.0.1+compiler.1",
  ...more,
});

/** A flag with where it is open, by the names of the environments. */
export interface ToldFlag {
  readonly flagId: string;
  /** @throws Error where it was not opened */
  readonly inEnvironment: (environment: string) => string;
}

interface FlagToTell extends Partial<DataOf<"FlagRegistered">> {
  /** Where it is opened, with what it gives there from the beginning; by default in production, for nobody. */
  readonly environments?: Readonly<Record<string, TargetingRules>>;
  readonly said: Said;
}

/** Writes into the history that a flag was registered, and opened in its environments. */
export function tellFlag(
  history: RecordedHistory,
  key: string,
  { environments = { production: onFor(0) }, said, ...more }: FlagToTell,
): ToldFlag {
  const data = flagSettings(key, more);
  const { flagId, offVariant } = data;
  history.add(["flag", flagId], { type: "FlagRegistered", data }, said);
  const opened = new Map(
    Object.entries(environments).map(([environment, rules]) => {
      const targetingId = idOf(targetingDecider, flagId, environment);
      const event = { type: "TargetingOpened", data: { targetingId, flagId, environment, offVariant, rules } } as const;
      history.add(["targeting", targetingId], event, said);
      return [environment, targetingId];
    }),
  );
  return {
    flagId,
    inEnvironment: (environment) => {
      const targetingId = opened.get(environment);
      if (targetingId === undefined) throw new Error(`${key} was not opened in ${environment}`);
      return targetingId;
    },
  };
}

/** The id of a flag of another system. */
export const observedFlagId = (serviceId: string, key: string, environment: string | null): string =>
  idOf(flagDecider, serviceId, key, environment);
