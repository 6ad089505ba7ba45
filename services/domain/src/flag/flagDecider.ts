import type { DataOf, FlagChange, FlagEvent, FlagKind } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { noSetting, settingOf, type FlagSetting } from "./flagState.ts";
import { checkVariants } from "./variantValues.ts";

/** A flag that another system holds, as its source tells it. */
export interface ObservedFlag {
  readonly status: "observed";
  readonly flagId: string;
  readonly serviceId: string;
  readonly key: string;
  readonly environment: string | null;
  /** In the order of their source, which is not always that of their times. */
  readonly changes: readonly FlagChange[];
  readonly setting: FlagSetting;
}

/** A flag that Ballast holds; what it gives in each environment is its targeting there. */
export interface ManagedFlag extends DataOf<"FlagRegistered"> {
  readonly status: "managed";
  /** Why it was archived; null while it is in use. */
  readonly archived: string | null;
  /** After so many days it is to be cleaned up; null: as flags usually are. */
  readonly cleanUpAfterDays: number | null;
}

export type Flag = { readonly status: "absent" } | ObservedFlag | ManagedFlag;

interface At {
  /** The moment of the command, ISO in UTC. */
  readonly now: string;
}

export type FlagCommand =
  | ({ readonly type: "ImportFlagChange" } & At & DataOf<"FlagChangeImported">)
  | ({ readonly type: "RegisterFlag" } & At & DataOf<"FlagRegistered">)
  | ({ readonly type: "DescribeFlag" } & At & DataOf<"FlagDescribed">)
  | ({ readonly type: "SetFlagCleanUp" } & At & DataOf<"FlagCleanUpSet">)
  /**
   * Whom it moves is worked out before; `rebucket` names the flag where its customers may be divided anew, `asks` environments that ask for
   * a second person.
   */
  | ({
      readonly type: "ChangeFlagEngine"; readonly rebuckets: boolean; readonly rebucket: string | null; readonly asks: readonly string[];
      /** Where a ramp goes on: whom it compares stays as it is. */
      readonly ramping: readonly string[];
    } & At & Omit<DataOf<"EngineChanged">, "from">)
  /** `neededBy`: keys of flags that have it as a prerequisite, with their environments. */
  | ({ readonly type: "ArchiveFlag"; readonly neededBy: readonly string[] } & At & DataOf<"FlagArchived">);

type Command<Type extends FlagCommand["type"]> = Extract<FlagCommand, { type: Type }>;

function evolve(flag: Flag, event: FlagEvent): Flag {
  switch (event.type) {
    case "FlagChangeImported": {
      const { flagId, serviceId, key, environment, ...change } = event.data;
      const before: ObservedFlag =
        flag.status === "observed" ? flag : { status: "observed", flagId, serviceId, key, environment, changes: [], setting: noSetting };
      return withChange(before, change);
    }
    case "FlagChangeImportCorrected": {
      const { flagId: _, ...change } = event.data;
      return flag.status === "observed" ? withChange(flag, change) : flag;
    }
    case "FlagRegistered":
      return flag.status === "absent" ? { status: "managed", ...event.data, archived: null, cleanUpAfterDays: null } : flag;
    case "FlagDescribed":
      return flag.status === "managed" ? { ...flag, ...event.data } : flag;
    case "FlagCleanUpSet":
      return flag.status === "managed" ? { ...flag, cleanUpAfterDays: event.data.afterDays } : flag;
    case "EngineChanged":
      return flag.status === "managed" ? { ...flag, engine: event.data.to } : flag;
    case "FlagArchived":
      return flag.status === "managed" ? { ...flag, archived: event.data.reason } : flag;
  }
}

function withChange(flag: ObservedFlag, change: FlagChange): ObservedFlag {
  const changes = [...flag.changes.filter(({ seq }) => seq !== change.seq), change].toSorted((one, other) => one.seq - other.seq);
  return { ...flag, changes, setting: settingOf(changes) };
}

/** A fact from elsewhere, taken as it is. What the source says as before appends nothing. */
function importChange({ type, now, ...data }: Command<"ImportFlagChange">, flag: Flag): readonly FlagEvent[] {
  const { flagId, serviceId, key, environment, ...change } = data;
  const known = flag.status === "observed" ? flag.changes.find(({ seq }) => seq === change.seq) : undefined;
  if (known === undefined) return [{ type: "FlagChangeImported", data }];
  return sameContent(known, change) ? [] : [{ type: "FlagChangeImportCorrected", data: { flagId, ...change } }];
}

function register({ type, now, ...data }: Command<"RegisterFlag">, flag: Flag): readonly FlagEvent[] {
  checkVariants(data);
  if (flag.status === "absent") return [{ type: "FlagRegistered", data }];
  const same =
    flag.status === "managed"
    && flag.archived === null
    && (Object.keys(data) as (keyof typeof data)[]).every((name) => sameContent(flag[name], data[name]));
  if (same) return [];
  const archived = flag.status === "managed" && flag.archived !== null ? " and was archived; its key is not given twice" : "";
  throw new Rejection("ALREADY_EXISTS", `the flag ${data.key} exists already${archived}`, ["key"]);
}

function describe({ type, now, ...data }: Command<"DescribeFlag">, flag: ManagedFlag): readonly FlagEvent[] {
  if (flag.archived !== null) throw new Rejection("FLAG_ARCHIVED", `${flag.key} was archived: ${flag.archived}`, ["flag"]);
  const same = (Object.keys(data) as (keyof typeof data)[]).every((name) => sameContent(flag[name], data[name]));
  return same ? [] : [{ type: "FlagDescribed", data }];
}

function setCleanUp({ type, now, ...data }: Command<"SetFlagCleanUp">, flag: ManagedFlag): readonly FlagEvent[] {
  if (flag.archived !== null) throw new Rejection("FLAG_ARCHIVED", `${flag.key} was archived: ${flag.archived}`, ["flag"]);
  if (data.afterDays !== null && !isTemporary(flag.kind))
    throw new Rejection("FLAG_PERMANENT", `${flag.key} may stay for ever: only flags for a release or an experiment are cleaned up`, [
      "flag",
    ]);
  return flag.cleanUpAfterDays === data.afterDays ? [] : [{ type: "FlagCleanUpSet", data }];
}

/** What nobody has to be asked for is what moves nobody. */
function changeEngine(
  { flagId, to, reason, cohorts, rebuckets, rebucket, asks, ramping }: Command<"ChangeFlagEngine">,
  flag: ManagedFlag,
): readonly FlagEvent[] {
  const { key, engine: from, archived } = flag;
  if (archived !== null) throw new Rejection("FLAG_ARCHIVED", `${key} was archived: ${archived}`, ["flag"]);
  if (from === to) return [];
  if (rebuckets && rebucket !== key)
    throw new Rejection("WOULD_REBUCKET", `${to} would divide the customers of ${key} anew, whom ${from} divides now`, ["rebucket"]);
  if (rebuckets && ramping.length > 0)
    throw new Rejection("RAMP_RUNNING", `${key} ramps in ${ramping.join(", ")}: whom it compares stays as it is until then`, ["flag"]);
  if (rebuckets && asks.length > 0)
    throw new Rejection(
      "NOT_ALLOWED",
      `${asks.join(", ")} asks for a second person: an administrator may divide the customers of ${key} anew`,
      ["flag"],
    );
  return [{ type: "EngineChanged", data: { flagId, from, to, reason, cohorts } }];
}

function archive({ flagId, reason, neededBy }: Command<"ArchiveFlag">, flag: ManagedFlag): readonly FlagEvent[] {
  if (flag.archived !== null) return [];
  if (neededBy.length > 0) throw new Rejection("FLAG_NEEDED", `${flag.key} is needed by ${neededBy.join(", ")}`, ["flag"]);
  return [{ type: "FlagArchived", data: { flagId, reason } }];
}

function managed(flag: Flag, flagId: string): ManagedFlag {
  if (flag.status === "managed") return flag;
  if (flag.status === "absent") throw new Rejection("NOT_FOUND", `there is no flag ${flagId}`, ["flag"]);
  throw new Rejection("FLAG_NOT_MANAGED", `${flag.key} is held by another system`, ["flag"]);
}

function decide(command: FlagCommand, flag: Flag): readonly FlagEvent[] {
  switch (command.type) {
    case "ImportFlagChange":
      return importChange(command, flag);
    case "RegisterFlag":
      return register(command, flag);
    case "DescribeFlag":
      return describe(command, managed(flag, command.flagId));
    case "SetFlagCleanUp":
      return setCleanUp(command, managed(flag, command.flagId));
    case "ChangeFlagEngine":
      return changeEngine(command, managed(flag, command.flagId));
    case "ArchiveFlag":
      return archive(command, managed(flag, command.flagId));
  }
}

/**
 * A flag. What has happened elsewhere cannot be argued with and is never refused. A flag of another system has its
 * service, key and environment for its id, a managed one its key alone (`idOf(flagDecider, managedFlag, key, null)`).
 */
export const flagDecider = aggregate("flag", {
  initialState: { status: "absent" } as Flag,
  evolve,
  decide,
  keyOf: (serviceId: string, key: string, environment: string | null) => [serviceId, key, environment ?? ""],
});

/** Stands for the service in the id of a managed flag. */
export const managedFlag = "managed";

/** Whether a flag of this kind is meant to go again; the others may stay for ever. */
export const isTemporary = (kind: FlagKind): boolean => kind === "release" || kind === "experiment";
