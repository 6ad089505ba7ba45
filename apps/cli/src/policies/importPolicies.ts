import { createHash } from "node:crypto";
import { command as mutation, graphql, type ResultOf } from "@ballast/schema/graphql";
import type { Client } from "../client/client.ts";
import { CommandFailure, usageFailure } from "../client/failure.ts";
import { readTable } from "../commands/csvTable.ts";
import { policyColumns, readPolicyRow, type PolicyRow } from "./policyRow.ts";

/** What became of a file: names of policies, and what is wrong with rows. */
export interface ImportedPolicies {
  readonly published: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  readonly problems: readonly { readonly line: number; readonly reason: string }[];
}

const knownDocument = graphql(`query PoliciesToImport { policies { id name text url isFor } }`);
type Known = ResultOf<typeof knownDocument>["policies"][number];
const publishing = mutation("publishPolicy");

interface Row {
  readonly line: number;
  readonly policy: PolicyRow;
}

/** Reads a file of policies: its rows, and what is wrong with those that cannot be used. @throws {CommandFailure} of another file */
export function readPolicies(file: string): { readonly rows: readonly Row[]; readonly problems: ImportedPolicies["problems"] } {
  const records = readTable(file);
  const [first] = records;
  if (first !== undefined && !Object.hasOwn(first.record, "name"))
    throw usageFailure(`${file} has no column name.`, `The columns are ${policyColumns.join(", ")}.`);
  const read = records.map(({ record, info }) => ({ line: info.lines, read: readPolicyRow(record) }));
  return {
    rows: read.flatMap(({ line, read: one }) => ("policy" in one ? [{ line, policy: one.policy }] : [])),
    problems: read.flatMap(({ line, read: one }) => ("problems" in one ? one.problems.map((reason) => ({ line, reason })) : [])),
  };
}

const called = ({ name }: { readonly name: string }): string => name.toLowerCase();
const says = (
  one: Pick<Known, "name" | "text" | "url" | "isFor">
): string => JSON.stringify([one.name, one.text.trim(), one.url, one.isFor]);

/** A file that is imported again while the first run's answer is on its way publishes nothing twice. */
const keyOf = (input: object): string => `import-policy-${createHash("sha256").update(JSON.stringify(input)).digest("hex").slice(0, 40)}`;

/** Publishes what nobody knows yet, and the next version of what says something else; a row is known by its name, whatever the case. */
export async function importPolicies(client: Client, file: string, { dryRun }: { readonly dryRun: boolean }): Promise<ImportedPolicies> {
  const { rows, problems } = readPolicies(file);
  const known = new Map((await client.query(knownDocument)).policies.map((policy) => [called(policy), policy]));
  const [published, changed, unchanged]: [string[], string[], string[]] = [[], [], []];
  const refused: { line: number; reason: string }[] = [];
  const names = new Set<string>();
  for (const { line, policy } of rows) {
    const there = known.get(called(policy));
    if (names.has(called(policy))) {
      refused.push({ line, reason: `name: "${policy.name}" stands there twice` });
      continue;
    }
    names.add(called(policy));
    if (there !== undefined && says(there) === says(policy)) {
      unchanged.push(policy.name);
      continue;
    }
    try {
      const input = { policyId: there?.id ?? null, ...policy, reason: policy.reason ?? "imported" };
      // Of a version that was published, changed back and changed again, the second time is another command.
      if (!dryRun) await client.mutate(publishing, there === undefined ? { idempotencyKey: keyOf(input), ...input } : input);
      (there === undefined ? published : changed).push(policy.name);
    } catch (error) {
      if (!(error instanceof CommandFailure)) throw error;
      refused.push({ line, reason: error.message });
    }
  }
  return { published, changed, unchanged, problems: [...problems, ...refused].toSorted((one, other) => one.line - other.line) };
}
