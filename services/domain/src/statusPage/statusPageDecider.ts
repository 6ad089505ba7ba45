import {
  MOST_COMPONENTS, MOST_GROUPS, namedCountingRules, type PageComponent, type PageGroup, type StatusPageContent, type StatusPageEvent,
} from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { isTimeZone } from "../oncall/wallClock.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { evolve, type DefinedStatusPage, type StatusPage, type StatusPageCommand } from "./statusPage.ts";

type Command<Type extends StatusPageCommand["type"]> = Extract<StatusPageCommand, { type: Type }>;

function refuseNonsense({ timeZone, rule }: StatusPageContent): void {
  if (!isTimeZone(timeZone)) {
    throw new Rejection("INVALID_INPUT", `"${timeZone}" is no time zone; name one like Europe/Zagreb or UTC`, ["timeZone"]);
  }
  if (rule.name !== "own" && !sameContent(rule, namedCountingRules[rule.name])) {
    throw new Rejection("INVALID_INPUT", `that is not how ${rule.name} counts: call the rule "own"`, ["rule"]);
  }
  if (rule.degraded > rule.partialOutage || rule.partialOutage > rule.majorOutage) {
    throw new Rejection("INVALID_INPUT", "a worse time cannot count for less than a better one", ["rule"]);
  }
}

function define({ type, now, ...data }: Command<"DefineStatusPage">, page: StatusPage): readonly StatusPageEvent[] {
  refuseNonsense(data);
  if (page.status === "defined" && page.retired === null) {
    const { status, groups, components, retired, ...known } = page;
    if (sameContent(known, data)) return [];
  }
  return [{ type: "StatusPageDefined", data }];
}

/** The page, or a refusal: there is none, or it is not shown any more. */
function shown(page: StatusPage): DefinedStatusPage {
  if (page.status === "absent") throw new Rejection("NOT_FOUND", "there is no such status page", ["statusPageId"]);
  if (page.retired === null) return page;
  throw new Rejection(
    "INVALID_INPUT", `the status page ${page.name} was retired (${page.retired}): define it anew first`, ["statusPageId"],
  );
}

function refuseTwice(names: readonly string[], what: string, path: string): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name.toLowerCase())) throw new Rejection("INVALID_INPUT", `there are two ${what} ${name}`, [path]);
    seen.add(name.toLowerCase());
  }
}

function refuseMuddle({ groups, components }: Command<"LayOutStatusPage">): void {
  if (groups.length > MOST_GROUPS) {
    throw new Rejection("TOO_LARGE", `${String(groups.length)} groups; ${String(MOST_GROUPS)} are the most`, ["groups"]);
  }
  if (components.length > MOST_COMPONENTS) {
    throw new Rejection("TOO_LARGE", `${String(components.length)} components; ${String(MOST_COMPONENTS)} are the most`, ["components"]);
  }
  refuseTwice(groups.map(({ groupId }) => groupId), "groups with the id", "groups");
  refuseTwice(components.map(({ componentId }) => componentId), "components with the id", "components");
  refuseTwice(groups.map(({ name }) => name), "groups called", "groups");
  const groupNames = new Map(groups.map(({ groupId, name }) => [groupId, name]));
  const lost = components.find(({ groupId }) => groupId !== null && !groupNames.has(groupId));
  if (lost !== undefined) throw new Rejection("NOT_FOUND", `the group of ${lost.name} is not on the page`, ["components"]);
  refuseTwice(
    components.map(({ groupId, name }) => (groupId === null ? name : `${groupNames.get(groupId) ?? ""}: ${name}`)), "components called",
    "components",
  );
}

/** Says only what differs: a page that is laid out as it is gets no event. */
function layOut(command: Command<"LayOutStatusPage">, page: StatusPage): readonly StatusPageEvent[] {
  const { groups: before, components: placed } = shown(page);
  refuseMuddle(command);
  const { statusPageId } = command;
  const groups = command.groups.map((group, order): PageGroup => ({ ...group, order }));
  const components = command.components.map((component, order): PageComponent => ({ ...component, order }));
  const [groupIds, componentIds] = [new Set(groups.map(({ groupId }) => groupId)), new Set(components.map((one) => one.componentId))];
  const known = new Map(placed.map(({ held, notice, ...component }) => [component.componentId, component]));
  const gone = placed.filter(({ componentId }) => !componentIds.has(componentId));
  return [
    ...groups
      .filter((group) => !before.some((other) => sameContent(other, group)))
      .map((group): StatusPageEvent => ({ type: "PageGroupPlaced", data: { statusPageId, ...group } })),
    ...components
      .filter((component) => !sameContent(known.get(component.componentId), component))
      .map((component): StatusPageEvent => ({ type: "PageComponentPlaced", data: { statusPageId, ...component } })),
    ...gone.map(({ componentId }): StatusPageEvent => ({ type: "PageComponentRemoved", data: { statusPageId, componentId } })),
    ...before
      .filter(({ groupId }) => !groupIds.has(groupId))
      .map(({ groupId }): StatusPageEvent => ({ type: "PageGroupRemoved", data: { statusPageId, groupId } })),
  ];
}

function onComponent(page: StatusPage, componentId: string): DefinedStatusPage["components"][number] {
  const component = shown(page).components.find((one) => one.componentId === componentId);
  if (component === undefined) throw new Rejection("NOT_FOUND", `there is no component ${componentId} on this page`, ["componentId"]);
  return component;
}

function decide(command: StatusPageCommand, page: StatusPage): readonly StatusPageEvent[] {
  switch (command.type) {
    case "DefineStatusPage":
      return define(command, page);
    case "LayOutStatusPage":
      return layOut(command, page);
    case "SetComponentStatus": {
      const { type, now, ...data } = command;
      const { held } = onComponent(page, data.componentId);
      const same = data.status === null ? held === null : held?.status === data.status && held.reason === data.reason;
      return same ? [] : [{ type: "ComponentStatusSet", data }];
    }
    case "PutStandingNotice": {
      const { type, now, ...data } = command;
      return onComponent(page, data.componentId).notice === data.notice ? [] : [{ type: "StandingNoticePut", data }];
    }
    case "RetireStatusPage": {
      const { type, now, ...data } = command;
      if (page.status === "absent") throw new Rejection("NOT_FOUND", "there is no such status page", ["statusPageId"]);
      return page.retired === null ? [{ type: "StatusPageRetired", data }] : [];
    }
  }
}

/** A page that the public looks at; its slug names it. */
export const statusPageDecider = aggregate("statusPage", {
  initialState: { status: "absent" } as StatusPage, evolve, decide, keyOf: (slug: string) => [slug],
});
