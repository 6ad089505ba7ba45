import type { BallastEvent } from "@ballast/schema";
import type { SideTable } from "../engine/tables.ts";

type Changing = Extract<BallastEvent, { readonly data: { readonly targetingId: string; readonly deployId: string | null } }>["type"];
/** What names the deploy that it was done for. */
const changing = {
  FlagRulesSet: true, RolloutStepped: true, OverrideSet: true, OverrideCleared: true, FlagReverted: true,
} as const satisfies Readonly<Record<Changing, true>>;

/** Flags in their environments that were changed for a deploy, by it: rollbacks and their previews ask, however long the log is. */
export const changedForTable: SideTable = {
  name: "changedFor",
  ddl: "CREATE TABLE changedFor (deployId TEXT NOT NULL, targetingId TEXT NOT NULL, PRIMARY KEY (deployId, targetingId)) WITHOUT ROWID;",
  types: new Set(Object.keys(changing)),
  apply(db, { event: { data }, id }) {
    if ("deployId" in data && typeof data.deployId === "string")
      db.run("INSERT OR IGNORE INTO changedFor (deployId, targetingId) VALUES (?, ?)", data.deployId, id);
  },
};
