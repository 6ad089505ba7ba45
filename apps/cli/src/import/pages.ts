import { existsSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { isObject } from "@ballast/schema/tables";
import { CommandFailure, usageFailure } from "../client/failure.ts";
import { cachetItems, cachetLists, type CachetUnsaid } from "./cachet.ts";
import { fetched, isAddress, textIn } from "./files.ts";
import { refuseRefusal } from "./refusal.ts";
import type { ImportSource } from "./source.ts";
import { upptimeItems } from "./upptime.ts";

/** How long one answer of a status page may take, ms. */
const PATIENCE_MS = 30_000;
/** So many pages of a list are read at most, of fifty each. */
const MOST_PAGES = 400;

function parsed(text: string, from: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new CommandFailure({ code: "INVALID_INPUT", message: `${from} is no JSON: ${error.message}.` });
  }
}

/** Both versions number their pages; the last one says so, or is not full. */
function isLast(page: unknown, number: number): boolean {
  const { data, meta, links } = isObject(page) ? page : { data: [], meta: null, links: null };
  const pagination = isObject(meta) && isObject(meta["pagination"]) ? meta["pagination"] : null;
  if (pagination !== null) return Number(pagination["total_pages"]) <= number;
  return !Array.isArray(data) || data.length === 0 || (isObject(links) && links["next"] === null);
}

async function allPages(list: URL): Promise<readonly unknown[]> {
  const pages: unknown[] = [];
  for (let number = 1; number <= MOST_PAGES; number += 1) {
    list.searchParams.set("per_page", "50");
    list.searchParams.set("page", String(number));
    const text = await fetched(list.href, PATIENCE_MS, { remedy: "Open it in a browser: is it the address of a Cachet?" });
    const page = parsed(text, list.href);
    refuseRefusal(page, list.href);
    pages.push(page);
    if (isLast(page, number)) return pages;
  }
  throw new CommandFailure({ code: "TOO_LARGE", message: `${list.href} has more than ${String(MOST_PAGES)} pages.` });
}

const isNotThere = (error: unknown): boolean => error instanceof CommandFailure && /answered 404\b/u.test(error.message);

/** Version 2 answers below `/api/v1`, version 3 below `/api`. */
async function cachetAt(address: string): Promise<unknown> {
  const root = address.replace(/\/(?:api(?:\/v1)?(?:\/incidents)?)?\/?$/u, "");
  const listAt = (below: string, list: string): Promise<readonly unknown[]> => allPages(new URL(`${root}${below}/${list}`));
  try {
    const incidents = await listAt("/api/v1", "incidents");
    const components = await listAt("/api/v1", "components");
    // Versions before 2.4 have no schedules; what was refused for another reason is not left out in silence.
    const schedules = await listAt("/api/v1", "schedules").catch((error: unknown) => {
      if (isNotThere(error)) return [];
      throw error;
    });
    return { incidents, components, schedules };
  } catch (error) {
    if (!isNotThere(error)) throw error;
    const include = "?include=components,updates";
    return { incidents: await listAt("/api", `incidents${include}`), schedules: await listAt("/api", `schedules${include}`) };
  }
}

/**
 * The history of a Cachet, from its address or from what its API answered, saved.
 * @throws CommandFailure INVALID_INPUT where it is none
 */
export async function cachetSource(from: string, unsaid: CachetUnsaid): Promise<ImportSource> {
  if (!isAddress(from) && !existsSync(from)) throw usageFailure(`There is no file ${from}.`);
  const given = isAddress(from) ? await cachetAt(from) : parsed(await textIn(from), from);
  refuseRefusal(given, from);
  if (isObject(given)) for (const list of [given["incidents"], given["schedules"], given["components"]]) refuseRefusal(list, from);
  const lists = cachetLists(given);
  if (lists === null) {
    throw new CommandFailure({
      code: "INVALID_INPUT", message: `${from} has no incident and no schedule of a Cachet.`,
      remedy: "Version 2 has them at /api/v1/incidents, version 3 at /api/incidents?include=components,updates.",
    });
  }
  const items = cachetItems(lists, unsaid);
  return { kind: "cachet", sourceName: isAddress(from) ? new URL(from).host : basename(from), expected: items.length, items };
}

/**
 * The history in a clone of an Upptime repository, with its issues saved beside it or elsewhere.
 * @throws CommandFailure USAGE, INVALID_INPUT
 */
export async function upptimeSource(
  folder: string, { issues = join(folder, "issues.json"), now }: { readonly issues?: string | undefined; readonly now: number },
): Promise<ImportSource> {
  const summary = join(folder, "history", "summary.json");
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw usageFailure(`There is no folder ${folder}: clone the repository first.`);
  if (!existsSync(summary)) throw usageFailure(`${folder} has no history/summary.json: it is no repository of Upptime.`);
  if (!existsSync(issues)) {
    throw new CommandFailure({
      code: "INVALID_INPUT", message: `There is no ${issues}: when a site was down stands in the repository's issues.`,
      remedy: "Save them: gh api --paginate --slurp 'repos/OWNER/NAME/issues?state=all&per_page=100' > issues.json",
    });
  }
  const given = parsed(await textIn(issues), issues);
  refuseRefusal(given, issues);
  if (!Array.isArray(given)) throw new CommandFailure({
    code: "INVALID_INPUT", message: `${issues} is no list of issues.`,
    remedy: "Save them: gh api --paginate --slurp 'repos/OWNER/NAME/issues?state=all&per_page=100' > issues.json",
  });
  const list = given.flat() as readonly unknown[];
  refuseRefusal(list, issues);
  const items = upptimeItems({ summary: parsed(await textIn(summary), summary), issues: list }, now);
  return { kind: "upptime", sourceName: basename(folder), expected: items.length, items };
}
