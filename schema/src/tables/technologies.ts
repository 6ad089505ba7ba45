import { z } from "zod";
import { packagePattern } from "../events/technology.ts";
import { command } from "../graphql/command.ts";
import { graphql } from "../graphql/document.ts";
import { technologyStatuses } from "../readiness.ts";
import { reason, text } from "../scalars.ts";
import { dayCell, lineCell, neededLine, wordOrCell, wordsCell } from "./cells.ts";
import { csvLine } from "./csv.ts";
import { keyOf } from "./names.ts";
import { readCells, type ReadRow, type Table, type TableClient } from "./table.ts";

const columns = ["name", "status", "packages", "instead", "until", "note", "reason"] as const;

const fields = z.object({
  name: neededLine, status: wordOrCell(technologyStatuses, "core"),
  packages: wordsCell.pipe(z.array(packagePattern).max(50, "it names more than 50 packages")),
  instead: lineCell, until: dayCell, note: z.string().trim().pipe(text),
  reason: z.string().trim().transform((said) => said || null).pipe(reason.nullable()),
});

/** A technology of the list as a row says it. */
export type TechnologyRow = z.infer<typeof fields>;

function read(record: Readonly<Record<string, string>>): ReadRow<TechnologyRow> {
  const found = readCells(fields, { columns }, record);
  return "row" in found && found.row.until !== null && found.row.status !== "exception"
    ? { problems: [{ column: "until", reason: "only an exception has an end", remedy: "Leave it empty, or make its status exception." }] }
    : found;
}

export const tableTechnologies = graphql(`
  query TableTechnologies { technologies { name status packages instead until note listedAt listedBy { name } } }
`);
export const tableListTechnology = command("listTechnology", "technology { id }");

type Said = Omit<TechnologyRow, "reason">;
const says = ({ name, status, packages, instead, until, note }: Said): string =>
  JSON.stringify([name, status, packages, instead, until, note.trim()]);

/** The list of technologies: one is known by its name, whatever the case. What is not named stays on the list. */
export const technologyTable: Table<TechnologyRow> = {
  columns, needed: ["name"], read, called: ({ name }) => name, callsBy: "name",
  async begin(client) {
    const { technologies } = await client.query(tableTechnologies, {});
    const known = new Map(technologies.map((one) => [one.name.toLowerCase(), { ...one, packages: [...one.packages] }]));
    return (technology) => {
      const there = known.get(technology.name.toLowerCase());
      if (there !== undefined && says(there) === says(technology)) return { outcome: "unchanged", steps: [] };
      const asked = there === undefined ? { idempotencyKey: keyOf("technology", technology), ...technology } : technology;
      return {
        outcome: there === undefined ? "made" : "changed",
        steps: [async () => (await client.mutate(tableListTechnology, asked)).technology?.id ?? null],
      };
    };
  },
};

/** The list as lines of a CSV, and since when each stands so. */
export async function technologyLines(client: TableClient): Promise<readonly string[]> {
  const { technologies } = await client.query(tableTechnologies, {});
  return [
    csvLine(["name", "status", "packages", "instead", "until", "note", "listedAt", "listedBy"]),
    ...technologies.map(({ name, status, packages, instead, until, note, listedAt, listedBy }) =>
      csvLine([name, status, packages.join(" "), instead, until, note, listedAt, listedBy.name])),
  ];
}
