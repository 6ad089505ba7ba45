import type { SideTable } from "../engine/tables.ts";

/** Which incidents ever named a record, by link or as their alert: where to look, not whether it still holds. */
export const incidentRecordTable: SideTable = {
  name: "incidentRecords",
  ddl: "CREATE TABLE incidentRecords (recordId TEXT NOT NULL, incidentId TEXT NOT NULL, PRIMARY KEY (recordId, incidentId)) WITHOUT ROWID",
  types: new Set(["AlertAttached", "LinkAdded"]),
  apply(db, { event }) {
    if (event.type === "AlertAttached") db.run("INSERT OR IGNORE INTO incidentRecords VALUES (?, ?)", event.data.alertId, event.data.incidentId);
    if (event.type === "LinkAdded") db.run("INSERT OR IGNORE INTO incidentRecords VALUES (?, ?)", event.data.recordId, event.data.incidentId);
  },
};
