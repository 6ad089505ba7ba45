/** Tables that come in and go out as CSV: read, checked and carried out once, for console and command line alike. */
export * from "./actions.ts";
export * from "./actionTable.ts";
export { neverGenerateCode } from "./cells.ts";
export * from "./csv.ts";
export * from "./found.ts";
export * from "./jira.ts";
export * from "./mapping.ts";
export * from "./names.ts";
export * from "./objectives.ts";
export * from "./policies.ts";
export * from "./risks.ts";
export * from "./subscribers.ts";
export * from "./table.ts";
export * from "./tableText.ts";
export * from "./technologies.ts";
