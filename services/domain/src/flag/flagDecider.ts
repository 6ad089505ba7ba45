import type { DataOf, FlagChange, FlagEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { sameContent } from "../sameContent.ts";
import { noSetting, settingOf, type FlagSetting } from "./flagState.ts";

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

export type Flag = { readonly status: "absent" } | ObservedFlag;

export type FlagCommand = { readonly type: "ImportFlagChange"; readonly now: string } & DataOf<"FlagChangeImported">;

function evolve(flag: Flag, event: FlagEvent): Flag {
  switch (event.type) {
    case "FlagChangeImported": {
      const { flagId, serviceId, key, environment, ...change } = event.data;
      const before: ObservedFlag = flag.status === "observed" ? flag : { status: "observed", flagId, serviceId, key, environment, changes: [], setting: noSetting };
      return withChange(before, change);
    }
    case "FlagChangeImportCorrected": {
      const { flagId: _, ...change } = event.data;
      return flag.status === "observed" ? withChange(flag, change) : flag;
    }
  }
}

function withChange(flag: ObservedFlag, change: FlagChange): ObservedFlag {
  const changes = [...flag.changes.filter(({ seq }) => seq !== change.seq), change].toSorted((one, other) => one.seq - other.seq);
  return { ...flag, changes, setting: settingOf(changes) };
}

/** A fact from elsewhere, taken as it is. What the source says as before appends nothing. */
function importChange({ type, now, ...data }: FlagCommand, flag: Flag): readonly FlagEvent[] {
  const { flagId, serviceId, key, environment, ...change } = data;
  const known = flag.status === "observed" ? flag.changes.find(({ seq }) => seq === change.seq) : undefined;
  if (known === undefined) return [{ type: "FlagChangeImported", data }];
  return sameContent(known, change) ? [] : [{ type: "FlagChangeImportCorrected", data: { flagId, ...change } }];
}

/** A flag of a service. It refuses nothing: what has happened elsewhere cannot be argued with. */
export const flagDecider = aggregate("flag", {
  initialState: { status: "absent" } as Flag,
  evolve,
  decide: (command: FlagCommand, flag: Flag): readonly FlagEvent[] => importChange(command, flag),
  keyOf: (serviceId: string, key: string, environment: string | null) => [serviceId, key, environment ?? ""],
});
