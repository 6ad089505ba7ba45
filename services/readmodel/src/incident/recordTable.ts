import type { SideTable } from "../engine/tables.ts";

/** Which incidents ever named a record by a link: where to look, not whether it still holds. */
export const incidentRecordTable: SideTable = {
  name: "incidentRecords",
  ddl: "CREATE TABLE incidentRecords (recordId TEXT NOT NULL, incidentId TEXT NOT NULL, PRIMARY KEY (recordId, incidentId)) WITHOUT ROWID",
  types: new Set(["LinkAdded"]),
  apply(db, { event }) {
    if (event.type === "LinkAdded")
      db.run("INSERT OR IGNORE INTO incidentRecords VALUES (?, ?)", event.data.recordId, event.data.incidentId);
  },
};
