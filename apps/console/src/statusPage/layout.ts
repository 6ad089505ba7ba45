import type { StatusPageRecord } from "./statusPageDocuments.ts";

/** A component as it is edited. */
export interface Line {
  readonly id: string | null;
  readonly name: string;
  readonly about: string;
  readonly group: string;
  readonly service: string;
  readonly component: string;
  readonly startedAt: string | null;
  readonly onlyWhenHurt: boolean;
}

export const emptyLine: Line = {
  id: null, name: "", about: "", group: "", service: "", component: "", startedAt: null, onlyWhenHurt: false,
};

/** What stands on a page, to be edited. */
export const linesOf = ({ components, groups }: StatusPageRecord): readonly Line[] =>
  components.map(({ id, name, about, groupId, serviceId, service, component, startedAt, onlyWhenHurt }) => ({
    id, name, about, group: groups.find((group) => group.id === groupId)?.name ?? "", service: service?.slug ?? serviceId,
    component: component ?? "", startedAt, onlyWhenHurt,
  }));

/** As it is asked for; null while something is missing. Groups stand in the order in which they are named first. */
export function layoutOf(lines: readonly Line[], { groups }: Pick<StatusPageRecord, "groups">) {
  const kept = lines.filter(({ name, service }) => name.trim() !== "" || service !== "");
  if (kept.some(({ name, service }) => name.trim() === "" || service === "")) return null;
  const names = [...new Set(kept.map(({ group }) => group.trim()).filter((name) => name !== ""))];
  return {
    groups: names.map((name) => ({ id: null, name, about: groups.find((group) => group.name === name)?.about ?? "" })),
    components: kept.map(({ id, name, about, group, service, component, startedAt, onlyWhenHurt }) => ({
      id, name: name.trim(), about: about.trim(), group: group.trim() === "" ? null : group.trim(), service,
      component: component.trim() === "" ? null : component.trim(), startedAt, onlyWhenHurt,
    })),
  };
}

/** One place up. */
export const movedUp = (lines: readonly Line[], place: number): readonly Line[] => {
  const [before, line] = [lines[place - 1], lines[place]];
  return before === undefined || line === undefined ? lines : lines.with(place - 1, line).with(place, before);
};

/** What laying out so changes, in a sentence. */
export function layoutWords(lines: readonly Line[], shown: StatusPageRecord): string {
  const layout = layoutOf(lines, shown);
  if (layout === null) return "Each line needs a name and a service.";
  const ids = new Set(layout.components.map(({ id }) => id));
  const gone = shown.components.filter(({ id }) => !ids.has(id)).map(({ name }) => name);
  const added = layout.components.filter(({ id }) => id === null).map(({ name }) => name);
  const said = [
    added.length === 0 ? "" : `${added.join(", ")} will be on the page at once.`,
    gone.length === 0 ? "" : `${gone.join(", ")} will not be on it any more; what they were stays on the record.`,
  ].filter((part) => part !== "");
  return said.length === 0 ? "The public sees it at once." : said.join(" ");
}
