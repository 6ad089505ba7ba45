import type { ImportBatch, ImportLine, ImportStart } from "@ballast/schema";
import type { ActionItem, TableImport, TableProblem, TableResult } from "@ballast/schema/tables";
import { clientError, errorFrom } from "../api/errors.ts";
import { sessionEnded } from "../api/sessionEnd.ts";

const patienceMs = 35_000;
/** Sent at once at most: answers stay short, a bar moves, and the API takes no more than some MiB. */
const AT_ONCE = 500;
const CHARACTERS_AT_ONCE = 1_000_000;

/** Asks what is no GraphQL. Throws an ApiError of what was refused. */
async function rest(path: string, method: "POST" | "DELETE", body?: object | string): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(path, {
      method, credentials: "same-origin", signal: AbortSignal.timeout(patienceMs),
      ...(body !== undefined && {
        headers: { "content-type": typeof body === "string" ? "application/x-ndjson" : "application/json" },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
    });
  } catch {
    throw clientError("OFFLINE", "Ballast did not answer.", "What was imported stays; import the file again, and nothing is doubled.");
  }
  if (response.status === 204) return null;
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer;
  if (response.status === 401) sessionEnded();
  const { code, message, fix } = { code: "", message: "", fix: "", ...Object(answer) as object };
  const told = errorFrom([{ message: String(message), extensions: { code: String(code), remedy: String(fix) } }]);
  throw message === "" || told === null
    ? clientError(`HTTP_${String(response.status)}`, `Ballast answered ${String(response.status)}.`, "Try again in a moment.") : told;
}

/** The lines that one action becomes: its record, and what could not be used of it. */
const linesOf = ({ line, record, problems }: ActionItem): readonly ImportLine[] => [
  ...(record === null ? [] : [{ line, record }]), ...problems.map((skipped) => ({ line, skipped })),
];

interface Sent {
  readonly text: string;
}

/** The actions as they are sent, some at a time. */
export function batchesOf(items: readonly ActionItem[]): readonly (readonly Sent[])[] {
  const batches: Sent[][] = [];
  let characters = Infinity;
  for (const item of items) {
    const text = linesOf(item).map((line) => `${JSON.stringify(line)}\n`).join("");
    const last = batches.at(-1);
    if (last === undefined || last.length >= AT_ONCE || characters + text.length > CHARACTERS_AT_ONCE) {
      batches.push([{ text }]);
      characters = text.length;
    } else {
      last.push({ text });
      characters += text.length;
    }
  }
  return batches;
}

/** What is told about a source's actions. */
export interface ActionSource {
  readonly kind: Extract<ImportStart["kind"], "actions" | "jira">;
  readonly sourceName: string;
}

/**
 * Imports actions by the door that the command line takes: a run that stands among the imports, unless it is a dry one. An action is
 * known by what its source calls it.
 */
export async function importActions(
  items: readonly ActionItem[], { kind, sourceName }: ActionSource, { dryRun, signal, progress }: Omit<TableImport, "text">,
): Promise<TableResult> {
  const start: ImportStart = { kind, service: null, sourceName, expectedRecords: items.length, dryRun };
  const { importId } = await rest("/imports", "POST", start) as { importId: string };
  const path = `/imports/${encodeURIComponent(importId)}`;
  const titles = new Map(items.flatMap(({ line, record }) => (record === null ? [] : [[line, record.title] as const])));
  const outcomes = { imported: [] as string[], updated: [] as string[], unchanged: [] as string[] };
  const problems: TableProblem[] = [];
  try {
    let done = 0;
    for (const some of batchesOf(items)) {
      signal?.throwIfAborted();
      const body = some.map(({ text }) => text).join("");
      const { lines } = await rest(`${path}/records`, "POST", body) as ImportBatch;
      for (const { line, result, reason } of lines)
        if (result === "skipped") problems.push({ line, column: null, reason: reason ?? "it cannot be used" });
        else outcomes[result].push(titles.get(line) ?? `line ${String(line)}`);
      done += some.length;
      await progress?.(done, items.length);
    }
    await rest(`${path}/finish`, "POST", {});
  } catch (error) {
    // A run that cannot go on is marked as cancelled, so that nobody waits for it.
    await rest(path, "DELETE").catch(() => null);
    throw error;
  }
  return { made: outcomes.imported, changed: outcomes.updated, unchanged: outcomes.unchanged, problems, ignored: [] };
}
