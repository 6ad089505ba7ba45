import { own } from "@ballast/schema/own";
import { z } from "zod";
import { usageFailure } from "../client/failure.ts";
import { readTable, type CsvTable } from "../commands/csvTable.ts";
import { csvLine } from "../print/csv.ts";
import type { Exported } from "./exportObjectives.ts";
import type { Found, FoundObjective, FoundWeighing, FoundWindow } from "./found.ts";

/** Columns of an objective in a CSV, in order; what is exported is what is imported. */
const columns = [
  "name", "targetPercent", "window", "timeZone", "parts", "overlap", "maintenance", "criticalPercent", "majorPercent", "minorPercent",
  "owner", "counts", "query", "total", "gateDeploys", "askForActions",
] as const;

/** A number as people write it: `99.8`, `99,8`. */
const percent = z.string().transform((text, context) => {
  const value = Number(text.trim().replace(/%$/u, "").replace(",", "."));
  if (text.trim() !== "" && Number.isFinite(value) && value >= 0 && value <= 100) return value;
  context.addIssue({ code: "custom", message: text.trim() === "" ? "it is missing" : `"${text}" is no number from 0 to 100` });
  return z.NEVER;
});
const word = <Word extends string>(words: readonly [Word, ...Word[]]) =>
  z.string().trim().pipe(z.enum(words, { message: `it is none of ${words.join(", ")}` }));
const wordOr = <Word extends string>(words: readonly [Word, ...Word[]], usual: Word) =>
  z.string().trim().transform((text) => text || usual).pipe(z.enum(words, { message: `it is none of ${words.join(", ")}` }));

/** `30d`, or a calendar's month, quarter or year. */
const window = z.string().trim().transform((text, context): { kind: "rolling"; days: number } | { unit: "month" | "quarter" | "year" } => {
  const days = /^(\d{1,3})d$/u.exec(text)?.[1];
  if (days !== undefined && Number(days) >= 1 && Number(days) <= 366) return { kind: "rolling", days: Number(days) };
  const unit = (["month", "quarter", "year"] as const).find((known) => known === text);
  if (unit !== undefined) return { unit };
  context.addIssue({ code: "custom", message: `"${text}" is neither days, as 30d, nor month, quarter or year` });
  return z.NEVER;
});

/** `checkout=60; search/Suggestions=10`; a share that is not said is all of it. */
const parts = z.string().transform((text, context): FoundWeighing["parts"] =>
  text.split(/[;\n]/u).map((part) => part.trim()).filter((part) => part !== "").flatMap((part) => {
    const [, service, component, share] = /^([^/=\s]+)(?:\/([^=]+?))?(?:\s*=\s*([\d.,]+)\s*%?)?$/u.exec(part) ?? [];
    const sharePercent = share === undefined ? 100 : Number(share.replace(",", "."));
    if (service === undefined || !(sharePercent >= 0 && sharePercent <= 100)) {
      context.addIssue({ code: "custom", message: `"${part}" is not like checkout=60 or search/Suggestions=10` });
      return [];
    }
    return [{ service, component: component ?? null, sharePercent }];
  }),
);

const fields = z.object({
  name: z.string().trim().min(1, "it is missing"), targetPercent: percent, window, timeZone: z.string().trim(), parts,
  overlap: wordOr(["max", "independent", "capped", "union"], "max"), maintenance: wordOr(["excluded", "counted"], "excluded"),
  criticalPercent: percent, majorPercent: percent, minorPercent: percent,
  owner: z.string().trim(), counts: z.union([z.literal(""), word(["good", "bad"])]), query: z.string().trim(), total: z.string().trim(),
  gateDeploys: wordOr(["yes", "no"], "no"), askForActions: wordOr(["yes", "no"], "yes"),
});
type Row = z.infer<typeof fields>;

/** What an empty cell stands for: what an objective is unless somebody says otherwise. */
const usual: Readonly<Record<string, string>> = { window: "30d", criticalPercent: "100", majorPercent: "100", minorPercent: "0" };

/** Objectives of a CSV, row by row, with what cannot be used of each. @throws {CommandFailure} where it is none of ours */
export function readObjectivesCsv(file: string): readonly Found[] {
  return objectivesIn(readTable(file), file);
}

/** The same of its rows. */
export function objectivesIn(table: CsvTable, file: string): readonly Found[] {
  const [first] = table;
  const missing = ["name", "targetPercent", "parts"].filter((column) => first !== undefined && !Object.hasOwn(first.record, column));
  if (missing.length > 0) throw usageFailure(`${file} has no column ${missing.join(", ")}.`, `The columns are ${columns.join(", ")}.`);
  return table.map(({ record, info }) => foundIn(record, `line ${String(info.lines)}`));
}

function foundIn(record: Readonly<Record<string, string>>, where: string): Found {
  const cell = (column: string): string => own(record, column) ?? "";
  const said = (column: string): string => (cell(column).trim() === "" ? (own(usual, column) ?? "") : cell(column));
  const given = Object.fromEntries(columns.map((column) => [column, said(column)]));
  const read = fields.safeParse(given);
  const left = Object.keys(record).filter((column) => !columns.some((known) => known === column)).map((column) => `the column ${column}`);
  const problems = read.success
    ? oddities(read.data)
    : read.error.issues.map(({ path, message }) => ({ path: path.join("."), reason: message }));
  return { where, objective: read.success && problems.length === 0 ? objectiveOf(read.data) : null, problems, left };
}

function oddities({ parts: named, counts, query, total, window: over, timeZone }: Row): Found["problems"] {
  const stated = [counts, query, total].filter((text) => text !== "").length;
  return [
    ...(named.length === 0 ? [{ path: "parts", reason: "it is missing" }] : []),
    ...(stated % 3 === 0 ? [] : [{ path: "query", reason: "counts, query and total stand together or not at all" }]),
    ...("kind" in over && timeZone !== "" ? [{ path: "timeZone", reason: "days that roll on have no zone" }] : []),
  ];
}

function objectiveOf(row: Row): FoundObjective {
  const { name, targetPercent, parts: named, overlap, maintenance, criticalPercent, majorPercent, minorPercent, owner, counts } = row;
  const over: FoundWindow =
    "kind" in row.window ? row.window : { kind: "calendar", unit: row.window.unit, timeZone: row.timeZone || "UTC" };
  return {
    name, targetPercent, window: over, service: null, owner: owner === "" ? null : owner,
    weighing: { parts: named, weights: { criticalPercent, majorPercent, minorPercent }, overlap, maintenance },
    indicator: counts === "" ? null : { counts, query: row.query, total: row.total },
    policy: { gateDeploys: row.gateDeploys === "yes", askForActions: row.askForActions === "yes" },
  };
}

const yes = (value: boolean): string => (value ? "yes" : "no");

/** Objectives as lines of a CSV. */
export const asCsv = (objectives: readonly Exported[]): readonly string[] => [
  csvLine(columns),
  ...objectives.map(({ name, targetPercent, window: over, parts: named, overlap, maintenance, weights, owner, indicator, policy }) =>
    csvLine([
      name, targetPercent, over.kind === "rolling" ? `${String(over.days ?? 30)}d` : (over.unit ?? "month"), over.timeZone ?? "",
      named.flatMap(({ service, component, sharePercent }) =>
        service === null ? [] : [`${service.slug}${component === null ? "" : `/${component}`}=${String(sharePercent)}`]).join("; "),
      overlap, maintenance, weights.criticalPercent, weights.majorPercent, weights.minorPercent, owner?.login ?? null,
      indicator?.counts ?? null, indicator?.query ?? null, indicator?.total ?? null, yes(policy.gateDeploys), yes(policy.askForActions),
    ]),
  ),
];
