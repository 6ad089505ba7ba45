import type { DatabaseSync } from "node:sqlite";
import { textAt } from "../storage/columns.ts";
import type { Row } from "../storage/columns.ts";
import { prepareQuery } from "../storage/query.ts";
import type { GroupSettings, StoredGroup } from "./groupSettings.ts";

/** Names a group: what it reads, and how it is called. */
export type GroupName = Pick<StoredGroup, "source" | "name">;

/** The statements over the `subscription_groups` table. Writes belong inside EventLog.write. */
export type GroupTable = {
  all(): StoredGroup[];
  save(group: StoredGroup): void;
  saveCheckpoint(group: GroupName, checkpoint: number): void;
  saveReplay(group: GroupName, before: number): void;
  remove(group: GroupName): void;
};

type StoredSettings = { readonly settings: GroupSettings; readonly startsAt: number; readonly replayBefore?: number };

/** Prepares the statements over `subscription_groups`. */
export function openGroupTable(database: DatabaseSync): GroupTable {
  const all = prepareQuery(database, "SELECT source, name, settings, checkpoint FROM subscription_groups");
  const save = prepareQuery(
    database,
    "INSERT OR REPLACE INTO subscription_groups (source, name, settings, checkpoint) VALUES (?, ?, ?, ?)",
  );
  const saveCheckpoint = prepareQuery(
    database,
    "UPDATE subscription_groups SET checkpoint = ? WHERE source = ? AND name = ?",
  );
  const saveReplay = prepareQuery(
    database,
    "UPDATE subscription_groups SET settings = json_set(settings, '$.replayBefore', ?) WHERE source = ? AND name = ?",
  );
  const remove = prepareQuery(database, "DELETE FROM subscription_groups WHERE source = ? AND name = ?");
  return {
    all: () => all.all().map(toGroup),
    save(group) {
      const { settings, startsAt, replayBefore } = group;
      const stored: StoredSettings = { settings, startsAt, replayBefore };
      save.run(group.source, group.name, JSON.stringify(stored), group.checkpoint ?? null);
    },
    saveCheckpoint: ({ source, name }, checkpoint) => saveCheckpoint.run(checkpoint, source, name),
    saveReplay: ({ source, name }, before) => saveReplay.run(before, source, name),
    remove: ({ source, name }) => remove.run(source, name),
  };
}

function toGroup(row: Row): StoredGroup {
  // Written by `save` and `saveReplay` above, and by nothing else; `replayBefore` came later.
  const { settings, startsAt, replayBefore = 0 }: StoredSettings = JSON.parse(textAt(row, 2));
  const checkpoint = row[3];
  return {
    source: textAt(row, 0),
    name: textAt(row, 1),
    settings,
    startsAt,
    checkpoint: typeof checkpoint === "number" ? checkpoint : undefined,
    replayBefore,
  };
}
