import { usageFailure } from "../client/failure.ts";
import { parseDuration, parseList } from "./values.ts";

/** Whom a step calls, as it was typed: a person by login, or a schedule by name (null: the one of the service). */
export interface ParsedTarget {
  readonly person: string | null;
  readonly schedule: string | null;
  readonly who: "onCall" | "next" | "everyone";
}

const minuteMs = 60_000;
const how = `Write service/5m, next/5m, "everyone:Platform,@ada/10m".`;

function parseTarget(text: string): ParsedTarget {
  if (text.startsWith("@")) return { person: text.slice(1), schedule: null, who: "onCall" };
  if (text === "service") return { person: null, schedule: null, who: "onCall" };
  const [word = "", ...rest] = text.split(":");
  if (word !== "next" && word !== "everyone") return { person: null, schedule: text, who: "onCall" };
  return { person: null, schedule: rest.length === 0 ? null : rest.join(":").trim(), who: word };
}

/**
 * `service/5m`, `next:Platform,@ada/10m`: whom a step calls, and for how many minutes; five unless told.
 * @throws CommandFailure where nobody is named, or the time is none of whole minutes
 */
export function parseStep(text: string): { readonly targets: readonly ParsedTarget[]; readonly minutes: number } {
  const [, named = text, length] = /^(.*)\/(\d[^/]*)$/u.exec(text) ?? [];
  const targets = parseList(named).map(parseTarget);
  if (targets.length === 0 || targets.some(({ person, schedule }) => person === "" || schedule === ""))
    throw usageFailure(`"${text}" calls nobody.`, how);
  const minutes = length === undefined ? 5 : parseDuration(length) / minuteMs;
  if (!Number.isInteger(minutes) || minutes < 1) throw usageFailure(`"${text}" does not wait for whole minutes.`, how);
  return { targets, minutes };
}

/**
 * `@ada,everyone:Board/2`: who is told of incidents from the worst severity down to that one; 2 unless told.
 * @throws CommandFailure where nobody is named, or there is no such severity
 */
export function parseTold(text: string): { readonly targets: readonly ParsedTarget[]; readonly upTo: number } {
  const [, named = text, severity = "2"] = /^(.*)\/([^/]*)$/u.exec(text) ?? [];
  if (!/^[1-4]$/u.test(severity)) throw usageFailure(`"${text}" names no severity from 1 to 4.`, 'Write "@ada,everyone:Board/2".');
  return { targets: parseStep(named).targets, upTo: Number(severity) };
}
