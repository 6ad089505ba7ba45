import { audiences, line, reason, text, webLink } from "@ballast/schema";
import { z } from "zod";

/** Columns of a policy in a CSV, in order; what is exported is what is imported, and what follows is for people. */
export const policyColumns = ["name", "isFor", "url", "text", "reason"] as const;

const [first, ...others] = audiences;
const isFor = z.enum([first, ...others], { message: `it is none of ${audiences.join(", ")}` });

const fields = z.object({
  name: z.string().trim().min(1, "it is missing").pipe(line),
  isFor: z.string().trim().transform((said) => said || "everybody").pipe(isFor),
  url: z.string().trim().transform((said) => said || null).pipe(webLink.nullable()),
  text: z.string().trim().pipe(text),
  reason: z.string().trim().transform((said) => said || null).pipe(reason.nullable()),
});

/** A policy as a row says it. */
export type PolicyRow = z.infer<typeof fields>;

/** Reads a row; answers what is wrong with it, by column, where something is. */
export function readPolicyRow(
  row: Readonly<Record<string, string>>,
): { readonly policy: PolicyRow } | { readonly problems: readonly string[] } {
  const given = Object.fromEntries(policyColumns.map((column) => [column, Object.hasOwn(row, column) ? (row[column] ?? "") : ""]));
  const read = fields.safeParse(given);
  if (!read.success) return { problems: read.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) };
  return read.data.text === "" && read.data.url === null
    ? { problems: ["text: say what it says, or where that can be read (url)"] } : { policy: read.data };
}
