import {
  actionLines, csvActions, importTable, jiraItems, objectiveLines, objectiveTable, policyLines, policyTable, riskLines, riskTable,
  subscriberLines, subscriberTable, technologyLines, technologyTable, type Table, type TableClient, type TableImport, type TableResult,
} from "@ballast/schema/tables";
import { own } from "@ballast/schema/own";
import type { Permission } from "../data/may.ts";
import { importActions, type ActionSource } from "./importActions.ts";

/** What can come in as a CSV, and go out as one. */
export interface TableKind {
  readonly key: string;
  /** What they are: "Risks". */
  readonly words: string;
  /** One of them: "risk". */
  readonly one: string;
  readonly many: string;
  readonly needs: Permission;
  /** Where they are listed. */
  readonly list: string;
  /** Columns that a file needs, and those that it may have. */
  readonly needed: readonly string[];
  readonly columns: readonly string[];
  /** How a row is known again, in a sentence. */
  readonly known: string;
  run(client: TableClient, asked: TableImport): Promise<TableResult>;
  /** Lines of a CSV that this kind reads; null where another system writes it. */
  readonly lines: ((client: TableClient) => Promise<readonly string[]>) | null;
}

type Said = Pick<TableKind, "key" | "words" | "one" | "many" | "needs" | "list" | "known" | "lines">;

const ofTable = <Row>(said: Said, table: Table<Row>): TableKind => ({
  ...said, needed: table.needed, columns: table.columns,
  run: (client, asked) => importTable(table, client, asked),
});

const actions = { one: "action", many: "actions", needs: "import.run", list: "/actions" } as const;

const ofActions = (kind: ActionSource["kind"], read: typeof csvActions): TableKind["run"] => (_, asked) =>
  importActions(read(asked.text), { kind, sourceName: (asked.file ?? "a file").slice(0, 300) }, asked);

/** Every kind, in the order in which they are offered. */
export const tableKinds: readonly TableKind[] = [
  ofTable({
    key: "risks", words: "Risks", one: "risk", many: "risks", needs: "risk.write", list: "/risks", lines: riskLines,
    known: "A row is known by its reference, as RISK-12, else by its title.",
  }, riskTable),
  {
    ...actions, key: "actions", words: "Actions", needed: ["id", "title"],
    columns: ["id", "title", "text", "kind", "state", "owner", "due", "links", "incident", "createdAt", "doneAt"], lines: actionLines,
    known: "A row is known by its id, which is what its source calls it; one that was registered here (ACT-12) is changed here.",
    run: ofActions("actions", csvActions),
  },
  {
    ...actions, key: "jira", words: "Actions from Jira", needed: ["Issue key", "Summary"],
    columns: ["Issue key", "Summary", "Status", "Resolution", "Assignee", "Due date", "Created", "Resolved", "Description", "Labels"],
    lines: null, known: "Jira's own export as CSV (all fields), in English; a row is known by its key, and times are taken as UTC.",
    run: ofActions("jira", jiraItems),
  },
  ofTable({
    key: "objectives", words: "Objectives", one: "objective", many: "objectives", needs: "objective.write", list: "/objectives",
    lines: objectiveLines, known: "A row is known by its name; parts are written as checkout=60; search/Suggestions=40.",
  }, objectiveTable),
  ofTable({
    key: "policies", words: "Policies", one: "policy", many: "policies", needs: "readiness.rule", list: "/policies", lines: policyLines,
    known: "A row is known by its name. One that says something else is the next version, which everybody is asked to acknowledge.",
  }, policyTable),
  ofTable({
    key: "technologies", words: "Technologies", one: "technology", many: "technologies", needs: "readiness.rule", list: "/policies",
    lines: technologyLines, known: "A row is known by its name; several packages stand apart by spaces. What the file does not name stays.",
  }, technologyTable),
  ofTable({
    key: "subscribers", words: "Subscribers", one: "subscriber", many: "subscribers", needs: "subscriber.write", list: "/status-pages",
    lines: subscriberLines,
    known: "A row is known by page, channel and address. Names stand apart by semicolons; none: everything. They agreed elsewhere: nobody asks them.",
  }, subscriberTable),
];

const byKey = Object.fromEntries(tableKinds.map((kind) => [kind.key, kind]));

/** The kind of that name; the first where there is none. */
export function kindNamed(key: string | null): TableKind {
  const found = own(byKey, key ?? "") ?? tableKinds[0];
  if (found === undefined) throw new Error("there is no kind of table");
  return found;
}
