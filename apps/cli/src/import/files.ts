import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import type { ImportKind } from "@ballast/schema";
import { CommandFailure, exitCodes, usageFailure } from "../client/failure.ts";
import { mapIncident, mapMaintenance, mapStatuspageIncident } from "./incidents.ts";
import { countLines, linesOf, type TextLine } from "./lines.ts";
import { isObject } from "./mapping.ts";
import { mapRelease } from "./releases.ts";
import type { ImportSource, SourceItem } from "./source.ts";

type Map = (given: unknown, order: number) => Pick<SourceItem, "record" | "problems">;

function itemOf({ line, text }: TextLine, map: Map): SourceItem {
  if (text === null) return { line, record: null, problems: ["the line is too long to be a record"] };
  try {
    return { line, ...map(JSON.parse(text), line - 1) };
  } catch (error) {
    if (error instanceof SyntaxError) return { line, record: null, problems: [`malformed JSON: ${error.message}`] };
    throw error;
  }
}

/** Records of a JSONL file, one a line; empty lines are nothing. */
export async function* recordsOf(lines: AsyncIterable<TextLine>, map: Map): AsyncGenerator<SourceItem, void, undefined> {
  for await (const line of lines) if (line.text === null || line.text.trim() !== "") yield itemOf(line, map);
}

function refuseUnreadable(file: string): void {
  if (!existsSync(file)) throw usageFailure(`There is no file ${file}.`);
  if (!statSync(file).isFile()) throw usageFailure(`${file} is no file.`, "To import a repository: `ballast import git REPO --service NAME`.");
}

async function jsonl(kind: ImportKind, file: string, map: Map): Promise<ImportSource> {
  if (file === "-") return { kind, sourceName: "standard input", expected: null, items: recordsOf(linesOf(process.stdin), map) };
  refuseUnreadable(file);
  const expected = await countLines(createReadStream(file));
  return { kind, sourceName: basename(file), expected, items: recordsOf(linesOf(createReadStream(file)), map) };
}

/** An incident history: one JSON object a line; `-` reads standard input. */
export const incidentFile = (file: string): Promise<ImportSource> => jsonl("incidents", file, mapIncident);

/** A release history: one JSON object a line; `-` reads standard input. */
export const releaseFile = (file: string): Promise<ImportSource> => jsonl("releases", file, mapRelease);

const isAddress = (text: string): boolean => /^https?:\/\//i.test(text);

/** How long a status page may take, ms. */
const PATIENCE_MS = 30_000;

async function fetched(address: string, patienceMs: number): Promise<string> {
  const url = new URL(address);
  if (url.pathname === "/") url.pathname = "/api/v2/incidents.json";
  try {
    const response = await fetch(url, { headers: { accept: "application/json" }, signal: AbortSignal.timeout(patienceMs) });
    if (response.ok) return await response.text();
    throw new CommandFailure({ code: "UNREACHABLE", message: `${url.href} answered ${String(response.status)}.`, remedy: "Open it in a browser; a status page has its incidents at /api/v2/incidents.json." });
  } catch (error) {
    if (error instanceof CommandFailure || !(error instanceof Error)) throw error;
    const why = error.name === "TimeoutError" ? `nothing came within ${String(Math.round(patienceMs / 1_000))} s` : error.cause instanceof Error ? error.cause.message : error.message;
    throw new CommandFailure({ code: "UNREACHABLE", message: `${url.href} does not answer: ${why}.`, remedy: "Open it in a browser; once saved, import the file.", exitCode: exitCodes.unreachable });
  }
}

interface PageRecord {
  readonly given: unknown;
  readonly isMaintenance: boolean;
}

/** A page's lists, or one list that somebody cut out of it: whatever has a plan is a maintenance. */
function parsedPage(text: string, from: string): readonly PageRecord[] {
  const listed = (list: unknown, isMaintenance: boolean): readonly PageRecord[] =>
    Array.isArray(list) ? list.map((given: unknown) => ({ given, isMaintenance: isMaintenance || (isObject(given) && typeof given["scheduled_for"] === "string") })) : [];
  try {
    const page: unknown = JSON.parse(text);
    if (Array.isArray(page)) return listed(page, false);
    if (isObject(page) && (Array.isArray(page["incidents"]) || Array.isArray(page["scheduled_maintenances"]))) return [...listed(page["incidents"], false), ...listed(page["scheduled_maintenances"], true)];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new CommandFailure({ code: "INVALID_INPUT", message: `${from} is no Statuspage JSON: it has no list of incidents.`, remedy: "A status page has its incidents at /api/v2/incidents.json." });
}

/** A status page's v2 JSON, from a file or from its address. Its records count by their place in the list. */
export async function statuspageSource(from: string, patienceMs = PATIENCE_MS): Promise<ImportSource> {
  if (!isAddress(from)) refuseUnreadable(from);
  const incidents = parsedPage(isAddress(from) ? await fetched(from, patienceMs) : readFileSync(from, "utf8"), from);
  const items = incidents.map(({ given, isMaintenance }, index): SourceItem => ({ line: index + 1, ...(isMaintenance ? mapMaintenance(given) : mapStatuspageIncident(given)) }));
  return { kind: "statuspage", sourceName: isAddress(from) ? new URL(from).host : basename(from), expected: items.length, items };
}
