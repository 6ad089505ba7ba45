import { fieldOf, isObject, type SourceObject } from "@ballast/schema/tables";

/** A component of another status page, as one of ours is laid out. */
export interface FoundComponent {
  readonly name: string;
  readonly about: string;
  readonly group: string | null;
  readonly startedAt: string | null;
  readonly onlyWhenHurt: boolean;
}

/** What another status page says of itself. */
export interface FoundPage {
  readonly name: string | null;
  readonly timeZone: string | null;
  readonly address: string | null;
  readonly groups: readonly { readonly name: string; readonly about: string }[];
  readonly components: readonly FoundComponent[];
  /** What could not be used, and why. */
  readonly problems: readonly string[];
}

function textOf(from: SourceObject, field: string): string {
  const given = fieldOf(from, field);
  return typeof given === "string" ? given.trim() : "";
}
const orNull = (text: string): string | null => (text === "" ? null : text);
const positionOf = (from: SourceObject): number => (typeof from["position"] === "number" ? from["position"] : 0);
const byPosition = (one: SourceObject, other: SourceObject): number => positionOf(one) - positionOf(other);

/** The day that a component is shown from, as the moment at which it begins. */
function startOf(component: SourceObject): string | null {
  const day = textOf(component, "start_date");
  return /^\d{4}-\d{2}-\d{2}$/u.test(day) && !Number.isNaN(Date.parse(day)) ? new Date(day).toISOString() : null;
}

/** A short text of at most so many characters: other pages have longer ones. */
const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/**
 * Components and groups of a page in Statuspage's v2 JSON (`components.json` or `summary.json`), in the order of their positions.
 * Subscribers are in none of these documents. Null where it is none.
 */
export function statuspageLayout(given: unknown): FoundPage | null {
  if (!isObject(given) || !Array.isArray(given["components"])) return null;
  const all = given["components"].filter(isObject);
  const groups = all.filter((one) => one["group"] === true).toSorted(byPosition);
  const names = new Map(groups.map((group) => [textOf(group, "id"), textOf(group, "name")]));
  const place = new Map(groups.map((group, index) => [textOf(group, "id"), index]));
  const problems: string[] = [];
  const seen = new Set<string>();
  const components = all
    .filter((one) => one["group"] !== true)
    .toSorted((one, other) => placeOf(one, place) - placeOf(other, place) || byPosition(one, other))
    .flatMap((component): readonly FoundComponent[] => {
      const [name, group] = [cut(textOf(component, "name"), 300), names.get(textOf(component, "group_id")) ?? null];
      const key = JSON.stringify([group, name.toLowerCase()]);
      const why = name === "" ? "it has no name" : seen.has(key) ? "there is another one of that name" : null;
      if (why !== null) {
        problems.push(`${name === "" ? "a component" : name}: ${why}`);
        return [];
      }
      seen.add(key);
      return [{
        name, group, about: cut(textOf(component, "description"), 1_000), startedAt: startOf(component),
        onlyWhenHurt: component["only_show_if_degraded"] === true,
      }];
    });
  const page = isObject(given["page"]) ? given["page"] : {};
  return {
    name: orNull(textOf(page, "name")), timeZone: orNull(textOf(page, "time_zone")), address: orNull(textOf(page, "url")),
    groups: groups.map((group) => ({ name: textOf(group, "name"), about: cut(textOf(group, "description"), 1_000) })), components, problems,
  };
}

/** What stands under no heading comes first, as on these pages. */
const placeOf = (component: SourceObject, place: ReadonlyMap<string, number>): number => place.get(textOf(component, "group_id")) ?? -1;
