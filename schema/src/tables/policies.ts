import { z } from "zod";
import { audiences } from "../readiness.ts";
import { command } from "../graphql/command.ts";
import { graphql } from "../graphql/document.ts";
import { reason, text, webLink } from "../scalars.ts";
import { neededLine, wordOrCell } from "./cells.ts";
import { csvLine } from "./csv.ts";
import { keyOf } from "./names.ts";
import { readCells, type ReadRow, type Table, type TableClient } from "./table.ts";

const columns = ["name", "isFor", "url", "text", "reason"] as const;

const fields = z.object({
  name: neededLine, isFor: wordOrCell(audiences, "everybody"),
  url: z.string().trim().transform((said) => said || null).pipe(webLink.nullable()), text: z.string().trim().pipe(text),
  reason: z.string().trim().transform((said) => said || null).pipe(reason.nullable()),
});

/** A policy as a row says it. */
export type PolicyRow = z.infer<typeof fields>;

function read(record: Readonly<Record<string, string>>): ReadRow<PolicyRow> {
  const found = readCells(fields, { columns }, record);
  return "row" in found && found.row.text === "" && found.row.url === null
    ? { problems: [{ column: "text", reason: "say what it says, or where that can be read (url)" }] } : found;
}

export const tablePolicies = graphql(`
  query TablePolicies { policies { id name isFor url text version acknowledged asked versions { version at reason } } }
`);
export const tablePublishPolicy = command("publishPolicy");

const says = (one: Pick<PolicyRow, "name" | "text" | "url" | "isFor">): string =>
  JSON.stringify([one.name, one.text.trim(), one.url, one.isFor]);

/** Policies: one is known by its name, whatever the case; one that says something else is published as its next version. */
export const policyTable: Table<PolicyRow> = {
  columns, needed: ["name"], read, called: ({ name }) => name, callsBy: "name",
  async begin(client) {
    const { policies } = await client.query(tablePolicies, {});
    const known = new Map(policies.map((policy) => [policy.name.toLowerCase(), policy]));
    return (policy) => {
      const there = known.get(policy.name.toLowerCase());
      if (there !== undefined && says(there) === says(policy)) return { outcome: "unchanged", steps: [] };
      const input = { policyId: there?.id ?? null, ...policy, reason: policy.reason ?? "imported" };
      // Of a version that was published, changed back and changed again, the second time is another command.
      const asked = there === undefined ? { idempotencyKey: keyOf("policy", input), ...input } : input;
      return {
        outcome: there === undefined ? "made" : "changed",
        steps: [async () => {
          await client.mutate(tablePublishPolicy, asked);
          return there?.id ?? null;
        }],
      };
    };
  },
};

/** The version of each policy that holds, as lines of a CSV, and who has acknowledged it. */
export async function policyLines(client: TableClient): Promise<readonly string[]> {
  const { policies } = await client.query(tablePolicies, {});
  return [
    csvLine([...columns, "version", "publishedAt", "acknowledged", "asked"]),
    ...policies.map(({ name, isFor, url, text: said, version, acknowledged, asked, versions }) => {
      const published = versions.find((one) => one.version === version);
      return csvLine([name, isFor, url, said, published?.reason ?? null, version, published?.at ?? null, acknowledged, asked]);
    }),
  ];
}
