import { createReadStream, existsSync, statSync } from "node:fs";
import { basename } from "node:path";
import type { ImportKind } from "@ballast/schema";
import { duration } from "@ballast/schema/words";
import { CommandFailure, exitCodes, usageFailure } from "../client/failure.ts";
import { byMonth, mapCheck } from "./checks.ts";
import { mapIncident, mapMaintenance, mapStatuspageIncident } from "./incidents.ts";
import { mapCustomer } from "./customers.ts";
import { countLines } from "./lines.ts";
import { likenessOf } from "./looksLike.ts";
import { csvActions, isObject, jiraItems, mapAction, TableFailure } from "@ballast/schema/tables";
import { mapFlagChange } from "./flags.ts";
import { mapRelease } from "./releases.ts";
import { isArray, recordsIn, type MapRecord } from "./records.ts";
import { refusalIn, refuseRefusal } from "./refusal.ts";
import type { ImportSource, SourceItem } from "./source.ts";
import { statuspageLayout, type FoundPage } from "./statuspageLayout.ts";
import { unpacked } from "./unpacked.ts";

function refuseUnreadable(file: string): void {
  if (!existsSync(file)) throw usageFailure(`There is no file ${file}.`);
  if (!statSync(file).isFile())
    throw usageFailure(`${file} is no file.`, "To import a repository: `ballast import git REPO --service NAME`.");
}

async function jsonRecords(kind: ImportKind, file: string, map: MapRecord): Promise<ImportSource> {
  if (file !== "-") refuseUnreadable(file);
  const found = await unpacked(file === "-" ? process.stdin : createReadStream(file));
  const hasLines = file !== "-" && found.asItWas && !isArray(found.head);
  return {
    kind, sourceName: file === "-" ? "standard input" : basename(file),
    // Of what is packed or one long line nobody knows before it is read.
    expected: hasLines ? await countLines(createReadStream(file)) : null,
    items: recordsIn(found, map), unusable: likenessOf(found.head),
  };
}

/** An incident history: one JSON object a line, or one JSON array; `-` reads standard input. */
export const incidentFile = (file: string): Promise<ImportSource> => jsonRecords("incidents", file, mapIncident);

/** A release history: one JSON object a line, or one JSON array; `-` reads standard input. */
export const releaseFile = (file: string): Promise<ImportSource> => jsonRecords("releases", file, mapRelease);

/** A flag history: one change as a JSON object a line, or one JSON array; `-` reads standard input. */
export const flagFile = (file: string): Promise<ImportSource> => jsonRecords("flags", file, mapFlagChange);

/** Customers: one as a JSON object a line, or one JSON array; `-` reads standard input. */
export const customerFile = (file: string): Promise<ImportSource> => jsonRecords("customers", file, mapCustomer);

/** Looks at sites from outside: one as a JSON object a line, or one JSON array. They are sent a site's month at a time. */
export async function checkFile(file: string): Promise<ImportSource> {
  const found = await jsonRecords("checks", file, mapCheck);
  return { ...found, expected: null, items: byMonth(found.items) };
}

/** Actions: one as a JSON object a line, or one JSON array; `-` reads standard input. */
export const actionFile = (file: string): Promise<ImportSource> => jsonRecords("actions", file, mapAction);

/** What a table holds; what is wrong with it as a whole is told as failures of the command line are. */
function itemsIn(read: (text: string) => readonly SourceItem[], text: string): readonly SourceItem[] {
  try {
    return read(text);
  } catch (error) {
    if (error instanceof TableFailure) throw usageFailure(error.message, error.remedy);
    throw error;
  }
}

/** The same as a CSV with a column for each field. */
export async function actionCsv(file: string): Promise<ImportSource> {
  if (file !== "-") refuseUnreadable(file);
  const { bytes } = await unpacked(file === "-" ? process.stdin : createReadStream(file));
  const items = itemsIn(csvActions, await textOf(bytes, file));
  return { kind: "actions", sourceName: file === "-" ? "standard input" : basename(file), expected: items.length, items };
}

/** A Jira export as CSV; `-` reads standard input. */
export async function jiraFile(file: string): Promise<ImportSource> {
  if (file !== "-") refuseUnreadable(file);
  const { bytes } = await unpacked(file === "-" ? process.stdin : createReadStream(file));
  const items = itemsIn(jiraItems, await textOf(bytes, file));
  return { kind: "jira", sourceName: file === "-" ? "standard input" : basename(file), expected: items.length, items };
}

/** Whether it is an address of the web, and no file. */
export const isAddress = (text: string): boolean => /^https?:\/\//i.test(text);

/** How long a status page may take, ms. */
const PATIENCE_MS = 30_000;
const AT_STATUSPAGE = "Open it in a browser; a status page has its incidents at /api/v2/incidents.json.";

/** What an address answers, as text. `usual`: what is asked of a host alone. @throws CommandFailure UNREACHABLE */
export async function fetched(
  address: string, patienceMs: number, { usual, remedy }: { readonly usual?: string; readonly remedy: string },
): Promise<string> {
  const url = new URL(address);
  if (url.pathname === "/" && usual !== undefined) url.pathname = usual;
  try {
    const response = await fetch(url, { headers: { accept: "application/json" }, signal: AbortSignal.timeout(patienceMs) });
    const text = await response.text();
    if (response.ok) return text;
    const why = refusalIn(parsedOrNull(text));
    throw new CommandFailure({
      code: "UNREACHABLE", message: `${url.href} answered ${String(response.status)}${why === null ? "." : `: ${why}`}`, remedy,
    });
  } catch (error) {
    if (error instanceof CommandFailure || !(error instanceof Error)) throw error;
    const why =
      error.name === "TimeoutError"
        ? `nothing came within ${duration(patienceMs)}`
        : error.cause instanceof Error
          ? error.cause.message
          : error.message;
    throw new CommandFailure({
      code: "UNREACHABLE", message: `${url.href} does not answer: ${why}.`, remedy: "Open it in a browser; once saved, import the file.",
      exitCode: exitCodes.unreachable,
    });
  }
}

interface PageRecord {
  readonly given: unknown;
  readonly isMaintenance: boolean;
}

/** A page's lists, or one list that somebody cut out of it: whatever has a plan is a maintenance. */
function parsedPage(text: string, from: string): readonly PageRecord[] {
  const listed = (list: unknown, isMaintenance: boolean): readonly PageRecord[] =>
    Array.isArray(list)
      ? list.map((given: unknown) => ({
          given,
          isMaintenance: isMaintenance || (isObject(given) && typeof given["scheduled_for"] === "string"),
        }))
      : [];
  try {
    const page: unknown = JSON.parse(text);
    refuseRefusal(page, from);
    if (Array.isArray(page)) return listed(page, false);
    if (isObject(page) && (Array.isArray(page["incidents"]) || Array.isArray(page["scheduled_maintenances"])))
      return [...listed(page["incidents"], false), ...listed(page["scheduled_maintenances"], true)];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new CommandFailure({
    code: "INVALID_INPUT", message: `${from} is no Statuspage JSON: it has no list of incidents.`,
    remedy: "A status page has its incidents at /api/v2/incidents.json.",
  });
}

/** The text of a file that is read as a whole. */
export async function textIn(file: string): Promise<string> {
  const { bytes } = await unpacked(createReadStream(file));
  return textOf(bytes, file);
}

async function textOf(bytes: AsyncIterable<Uint8Array>, file: string): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of bytes) parts.push(chunk);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(parts));
  } catch {
    throw usageFailure(`${file} is not UTF-8 (Latin-1, it seems).`, "Convert it with `iconv -f ISO-8859-1 -t UTF-8`.");
  }
}

/**
 * What another status page says of its components, from a file or from its address.
 * @throws CommandFailure INVALID_INPUT where it says nothing of any
 */
export async function statuspageComponents(from: string, patienceMs = PATIENCE_MS): Promise<FoundPage> {
  if (!isAddress(from)) refuseUnreadable(from);
  const text = isAddress(from)
    ? await fetched(from, patienceMs, { usual: "/api/v2/components.json", remedy: AT_STATUSPAGE }) : await textIn(from);
  const found = statuspageLayout(parsedOrNull(text));
  if (found !== null) return found;
  throw new CommandFailure({
    code: "INVALID_INPUT", message: `${from} is no Statuspage JSON: it has no list of components.`,
    remedy: "A status page has its components at /api/v2/components.json.",
  });
}

function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** A status page's v2 JSON, from a file or from its address. Its records count by their place in the list. */
export async function statuspageSource(from: string, patienceMs = PATIENCE_MS): Promise<ImportSource> {
  if (!isAddress(from)) refuseUnreadable(from);
  const text = isAddress(from)
    ? await fetched(from, patienceMs, { usual: "/api/v2/incidents.json", remedy: AT_STATUSPAGE }) : await textIn(from);
  const incidents = parsedPage(text, from);
  const items = incidents.map(({ given, isMaintenance }, index): SourceItem => ({
    line: index + 1, ...(isMaintenance ? mapMaintenance(given) : mapStatuspageIncident(given)),
  }));
  return { kind: "statuspage", sourceName: isAddress(from) ? new URL(from).host : basename(from), expected: items.length, items };
}
