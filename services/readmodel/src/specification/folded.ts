import type { RecordedEvent } from "@ballast/eventlog";
import { openStore, type Store } from "../engine/store.ts";
import { docOf, docTable } from "../engine/tables.ts";
import { model } from "../model.ts";
import { queriesOver, type Queries } from "../queries.ts";

/** The queries over a history that was folded in one go, and the store behind them. */
export function folded(events: readonly RecordedEvent[]): Queries & { readonly store: Store } {
  const store = openStore(":memory:", model);
  store.apply({ events, position: events.at(-1)?.position ?? "0" });
  return { ...queriesOver(() => store.db), store };
}

/** Everything a store holds, as text: two folds of the same history must hold the same. */
export function contentsOf({ db }: Store): string {
  const tables = db.all(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '%Text\\_%' ESCAPE '\\' AND name NOT LIKE 'docs\\_%' ESCAPE '\\' ORDER BY name",
  );
  return JSON.stringify(
    tables.map(({ name }) => {
      const texts = new Map(
        String(name).match(/^(?:position|at|known)_/) === null
          ? []
          : db
              .all(`SELECT docId, ${docOf(String(name).replace(/^[a-z]+_/, ""))} FROM ${docTable(String(name).replace(/^[a-z]+_/, ""))} v`)
              .map(({ docId, doc }) => [docId, doc]),
      );
      const rows = db
        .all(`SELECT * FROM "${String(name)}"`)
        .map(({ rowid: _, docId, ...row }) => JSON.stringify({ ...row, doc: texts.get(docId) ?? row["doc"] }));
      return [name, rows.toSorted()];
    }),
  );
}
