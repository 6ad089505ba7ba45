import type { JsonMapping } from "@ballast/schema";
import { Rejection } from "../rejection.ts";

/** Steps of a path: names of members, and places in lists. */
type Step = string | number;

const STEPS = /([^.[\]{}]+)|\[(\d{1,5})\]/gy;
const MOST_STEPS = 20;
/**
 * The steps of `check.results[0].name`. @throws Rejection INVALID_INPUT where it is none: there is nothing else in this language, no
 * wildcard, no call and no condition
 */
function stepsOf(path: string): readonly Step[] {
  const steps: Step[] = [];
  let at = 0;
  while (at < path.length) {
    if (steps.length > 0 && path[at] === ".") at += 1;
    STEPS.lastIndex = at;
    const found = STEPS.exec(path);
    if (found === null || steps.length >= MOST_STEPS)
      throw new Rejection(
        "INVALID_INPUT", `"${path}" is no path: write it as check.results[0].name, at most ${MOST_STEPS} steps`, ["mapping"],
      );
    steps.push(found[1] ?? Number(found[2]));
    at = STEPS.lastIndex;
  }
  return steps;
}

/** What stands at a path: own members only, so that no word of JavaScript is found. */
export function valueAt(body: unknown, path: string): unknown {
  let value = body;
  for (const step of stepsOf(path)) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}

/** A text, number or truth value as a text; nothing for anything else. */
const said = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value).slice(0, 20_000) : "";

/** A text with what stands at the paths in it. @throws Rejection INVALID_INPUT where one of them is no path */
export const filledIn = (template: string, body: unknown): string =>
  template.replace(/\{([^{}]+)\}/g, (_, path: string) => said(valueAt(body, path.trim()))).trim();

/** Refuses a mapping with a path that is none. */
export function refuseUnreadableMapping(mapping: JsonMapping): void {
  if (mapping.alerts !== "") stepsOf(mapping.alerts);
  for (const template of [mapping.id, mapping.name, mapping.summary, mapping.severity, mapping.service, mapping.state, mapping.url])
    for (const [, path = ""] of template.matchAll(/\{([^{}]+)\}/g)) stepsOf(path.trim());
}
