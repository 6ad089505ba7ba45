import type { DataOf, LensChoice, LensPillar, LensQuestion, LensRisk } from "@ballast/schema";
import { lensRisks, own, webLink } from "@ballast/schema";
import { Rejection } from "../rejection.ts";
import { choicesIn, readCondition } from "./condition.ts";

/** What a file of a lens says, without what is made of it here. */
export type LensContent = Omit<DataOf<"LensImported">, "lensId" | "version">;

/** The one version of the format that there is. */
export const LENS_SCHEMA = "2021-11-01";
/** Whichever no rule before says. */
export const OTHERWISE = "default";

type Raw = Readonly<Record<string, unknown>>;

const refused = (path: string, why: string): Rejection => new Rejection("INVALID_INPUT", `${path} ${why}`, ["lens"]);

function object(value: unknown, path: string): Raw {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Raw;
  throw refused(path, "is no object");
}

function list(of: Raw, name: string, { path, most }: { readonly path: string; readonly most: number }): readonly unknown[] {
  const value = own(of, name);
  if (!Array.isArray(value)) throw refused(`${path}.${name}`, "is no list");
  if (value.length > most) throw refused(`${path}.${name}`, `has more than ${String(most)}`);
  return value;
}

const clip = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`);

function words(of: Raw, name: string, path: string): string {
  const value = own(of, name);
  if (typeof value !== "string" || value.trim() === "") throw refused(`${path}.${name}`, "is no text");
  return clip(value.trim().replace(/\s+/g, " "), 300);
}

const prose = (of: Raw, name: string): string => {
  const value = own(of, name);
  return typeof value === "string" ? clip(value.trim(), 6_000) : "";
};

function idOf(of: Raw, path: string): string {
  const value = own(of, "id");
  if (typeof value === "string" && /^[A-Za-z0-9_.-]{1,128}$/.test(value)) return value;
  throw refused(`${path}.id`, "is no id: letters, digits, _, - and .");
}

/** What something is called: its id, where its author has left that out. */
const titleOf = (of: Raw, path: string): string =>
  typeof own(of, "title") === "string" ? words(of, "title", path) : idOf(of, path);

/** A text with a page about it; an address that is none of the web is left out. */
function told(value: unknown): LensChoice["help"] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const [text, url] = [prose(value as Raw, "displayText"), prose(value as Raw, "url")];
  const link = webLink.safeParse(url).data ?? null;
  return text === "" && link === null ? null : { text, url: link };
}

function unique(ids: readonly string[], path: string): void {
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw refused(path, `has ${twice} twice`);
}

function choice(value: unknown, path: string): LensChoice {
  const of = object(value, path);
  return { id: idOf(of, path), title: titleOf(of, path), help: told(own(of, "helpfulResource")), plan: told(own(of, "improvementPlan")) };
}

/** A rule whose condition can be read, and names choices that the question has. */
function rule(value: unknown, path: string, choices: ReadonlySet<string>): LensQuestion["rules"][number] {
  const of = object(value, path);
  const [condition, risk] = [own(of, "condition"), own(of, "risk")];
  const known = lensRisks.find((one: LensRisk) => one === risk);
  if (known === undefined) throw refused(`${path}.risk`, `is none of ${lensRisks.join(", ")}`);
  if (typeof condition !== "string") throw refused(`${path}.condition`, "is no text");
  const said = condition.trim();
  if (said === OTHERWISE) return { condition: OTHERWISE, risk: known };
  const read = readCondition(said);
  const readable = "cannot be read: it is made of ids of choices, &&, ||, ! and brackets, not";
  if (read === null) throw refused(`${path}.condition`, `${readable} “${clip(said, 80)}”`);
  const stranger = choicesIn(read).find((id) => !choices.has(id));
  if (stranger !== undefined) throw refused(`${path}.condition`, `names ${clip(stranger, 80)}, which the question has not`);
  return { condition: said, risk: known };
}

function question(value: unknown, path: string): LensQuestion {
  const of = object(value, path);
  const choices = list(of, "choices", { path, most: 50 }).map((one, index) => choice(one, `${path}.choices[${String(index)}]`));
  if (choices.length === 0) throw refused(`${path}.choices`, "has none");
  const ids = choices.map(({ id }) => id);
  unique(ids, `${path}.choices`);
  const known = new Set(ids);
  const rules = list(of, "riskRules", { path, most: 30 }).map((one, index) => rule(one, `${path}.riskRules[${String(index)}]`, known));
  if (rules.length === 0) throw refused(`${path}.riskRules`, "has none");
  return {
    id: idOf(of, path), title: titleOf(of, path), description: prose(of, "description"), help: told(own(of, "helpfulResource")),
    choices, rules,
  };
}

function pillar(value: unknown, path: string): LensPillar {
  const of = object(value, path);
  const questions = list(of, "questions", { path, most: 100 }).map((one, index) => question(one, `${path}.questions[${String(index)}]`));
  return { id: idOf(of, path), name: words(of, "name", path), questions };
}

/**
 * A text of JSON, or a number that spreadsheets write and JSON has not. A text without an end goes on until that of the file, so that each
 * sign is read once.
 */
const textOrNumber = /"(?:[^"\\]|\\[\s\S])*"?|-?\b(?:NaN|Infinity)\b/g;

/**
 * Parses the text of a lens. Public ones begin with a byte order mark, or have NaN where nothing was filled in: that is nothing.
 * @throws Rejection INVALID_INPUT for what is no JSON
 */
export function parseLens(text: string): unknown {
  const json = text.replace(/^\uFEFF/, "").replace(textOrNumber, (found) => (found.startsWith('"') ? found : "null"));
  try {
    return JSON.parse(json);
  } catch {
    throw refused("lens", "is no JSON");
  }
}

/**
 * Reads a custom lens of AWS Well-Architected, parsed from JSON: whole, or not at all. What is named in the format and of no use here
 * (notes, teams) is left out; what has no title is called by its id, a title longer than 300 characters and a text longer than 6,000 are
 * cut.
 * @throws Rejection INVALID_INPUT, with the path of what cannot be taken
 */
export function readLens(file: unknown): LensContent {
  const of = object(file, "lens");
  if (own(of, "schemaVersion") !== LENS_SCHEMA) throw refused("lens.schemaVersion", `is not ${LENS_SCHEMA}`);
  const pillars = list(of, "pillars", { path: "lens", most: 30 }).map((one, index) => pillar(one, `lens.pillars[${String(index)}]`));
  if (pillars.length === 0) throw refused("lens.pillars", "has none");
  unique(pillars.map(({ id }) => id), "lens.pillars");
  unique(pillars.flatMap(({ questions }) => questions.map(({ id }) => id)), "lens.pillars");
  const release = own(of, "_version");
  return {
    name: words(of, "name", "lens"), description: prose(of, "description"), pillars,
    release: typeof release === "string" && release.trim() !== "" ? clip(release.trim(), 300) : null,
  };
}
