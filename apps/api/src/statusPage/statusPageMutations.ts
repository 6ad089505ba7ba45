import { Rejection } from "@ballast/domain";
import { statusPageDecider, type DefinedStatusPage } from "@ballast/domain/statusPage";
import { foldRecord, idOf as idFrom, ids } from "@ballast/eventlog";
import {
  instant, line, MOST_COMPONENTS, MOST_GROUPS, namedCountingRules, percent, slug, statusPageContent, webLink, type CountingRule,
} from "@ballast/schema";
import { z } from "zod";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import {
  field, flagField, idField, lineField, listOf, objectField, optional, otherwise, partIdField, reasonField, wordField, type InputField,
} from "../commands/inputFields.ts";
import { registered, serviceField } from "../commands/named.ts";
import type { ApiContext } from "../graphql/context.ts";
import { DateTime } from "../graphql/scalars.ts";
import { languageNames, wordsOf } from "./languages/index.ts";
import { ComponentStatusEnum, CountingRuleName, MaintenanceCounts } from "./statusPageType.ts";

const percentField = (description: string): InputField<number> =>
  field(() => Number, percent.transform((value) => Math.round(value * 1_000)), description);
const aboutField = (description: string) => otherwise(field(() => String, statusPageContent.shape.about, description), "");
const linkField = (description: string) => optional(field(() => String, webLink, description));
const pageField = idField("StatusPage", "Which one.");
const componentField = partIdField("Which component of it.");

const ownRule = objectField(
  "OwnCountingRuleInput",
  {
    degradedPercent: percentField("Of a slow time."), partialOutagePercent: percentField("Of an outage of a part."),
    majorOutagePercent: percentField("Of an outage."),
    maintenance: otherwise(wordField(MaintenanceCounts, "What becomes of maintenance; time that works unless told."), "up"),
  },
  { description: "A page's own weights." },
);

interface RuleAsked {
  readonly rule: CountingRule["name"];
  readonly ownRule: {
    readonly degradedPercent: number;
    readonly partialOutagePercent: number;
    readonly majorOutagePercent: number;
    readonly maintenance: CountingRule["maintenance"];
  } | null;
}

function ruleOf({ rule, ownRule: own }: RuleAsked): CountingRule {
  if (rule !== "own") {
    if (own !== null) throw new Rejection("INVALID_INPUT", `${rule} has its weights: call the rule "own" to name others`, ["ownRule"]);
    return namedCountingRules[rule];
  }
  if (own === null) throw new Rejection("INVALID_INPUT", "say how the page's own rule counts", ["ownRule"]);
  return {
    name: "own", degraded: own.degradedPercent, partialOutage: own.partialOutagePercent, majorOutage: own.majorOutagePercent,
    maintenance: own.maintenance,
  };
}

/** Services that a page tells of: a token that is limited to some must not change one that tells of more. */
export async function servicesOfStatusPage({ log }: Pick<ApiContext, "log">, statusPageId: string): Promise<readonly string[]> {
  const page = await foldRecord(log, statusPageDecider, statusPageId);
  return page.status === "absent" ? [] : page.components.map(({ serviceId }) => serviceId);
}

const concerned = (context: ApiContext, id: string): Promise<readonly string[]> => servicesOfStatusPage(context, id);

const defineStatusPage = defineMutation({
  name: "defineStatusPage",
  description: "Makes a page that the public reads, or says anew, and whole, what it is. What stands on it stays; one that was retired comes back.",
  permission: "statusPage.write",
  record: "StatusPage",
  input: {
    slug: field(() => String, slug, "Its name in addresses: `/status/SLUG`. `public` is what `/status` shows; without it, the oldest."),
    name: lineField("Its name."),
    about: aboutField("A sentence under the name."),
    timeZone: otherwise(field(() => String, line, "Whose clock it goes by, as `Europe/Zagreb`; UTC unless told."), "UTC"),
    language: otherwise(field(() => String, statusPageContent.shape.language, `One of ${languageNames.join(", ")}; en unless told.`), "en"),
    rule: otherwise(wordField(CountingRuleName, "How it counts; as Statuspage unless told."), "statuspage"),
    ownRule: optional(ownRule),
    logoUrl: linkField("Its picture, shown as it is there."),
    address: linkField("Where readers reach it, where that is not here."),
  },
  touches: ({ slug: name }, context) => concerned(context, idFrom(statusPageDecider, name)),
  async act(run, { slug: name, rule, ownRule: own, language, logoUrl, ...content }) {
    const statusPageId = idFrom(statusPageDecider, name);
    if (wordsOf(language).language !== language.split("-")[0]) {
      throw new Rejection("INVALID_INPUT", `there are no words in "${language}" yet; there are ${languageNames.join(", ")}`, ["language"]);
    }
    await run.handle({
      aggregate: statusPageDecider, id: statusPageId, guarded: true,
      command: {
        type: "DefineStatusPage", now: run.now, statusPageId, slug: name, name: content.name, about: content.about,
        timeZone: content.timeZone, language, rule: ruleOf({ rule, ownRule: own }), logoUrl, address: content.address,
      },
    });
    return { id: statusPageId };
  },
});

const groupField = objectField(
  "StatusPageGroupInput",
  {
    id: optional(partIdField("Of one that is there; a new one unless told.")), name: lineField("Its name."),
    about: aboutField("A sentence under it."),
  },
  { description: "A heading over components." },
);

const placedField = objectField(
  "StatusPageComponentInput",
  {
    id: optional(partIdField("Of one that is there; a new one unless told.")),
    name: lineField("What readers call it."),
    about: aboutField("Beside the name."),
    group: optional(lineField("Name of the heading that it stands under.")),
    service: serviceField("What it is of: a service, by slug or id."),
    component: optional(lineField("Only this component of it, as incidents name it.")),
    startedAt: optional(field(() => DateTime, instant, "Since when it is told of; since its service is observed unless told.")),
    onlyWhenHurt: otherwise(flagField("Shown only while it does not work; always unless told."), false),
  },
  { description: "What readers call a service, or a component of one." },
);

/** What is called so on the page already keeps its id, whoever names it by its name. */
const idOfNamed = <Placed extends { readonly name: string }>(
  placed: readonly Placed[],
  name: string,
  id: (one: Placed) => string,
): string | undefined => placed.filter((one) => one.name === name).map(id)[0];

const layOutStatusPage = defineMutation({
  name: "layOutStatusPage",
  description:
    "Says, whole, what a page tells of and in which order: what is not named is taken off it. What has the name of something on it is that, unless ids are given.",
  permission: "statusPage.write",
  record: "StatusPage",
  input: {
    statusPageId: pageField, groups: otherwise(listOf(groupField, MOST_GROUPS), []), components: listOf(placedField, MOST_COMPONENTS),
  },
  touches: async ({ statusPageId, components }, context) => [
    ...components.map(({ service }) => service.serviceId), ...(await concerned(context, statusPageId)),
  ],
  async act(run, { statusPageId, groups, components }, { log }) {
    if (await run.earlier(statusPageDecider, statusPageId)) return { id: statusPageId };
    const page = await foldRecord(log, statusPageDecider, statusPageId);
    const before: Pick<DefinedStatusPage, "groups" | "components"> = page.status === "absent" ? { groups: [], components: [] } : page;
    const placedGroups = groups.map(({ id, name, about }, index) => ({
      groupId: id ?? idOfNamed(before.groups, name, (one) => one.groupId) ?? ids.part(run.commandId, `group-${String(index)}`), name, about,
    }));
    const services = new Map(components.map(({ service }) => [service.serviceId, service]));
    for (const service of services.values()) await registered(log, service);
    const placed = components.map(({ id, group, service, ...component }, index) => {
      const groupId = group === null ? null : placedGroups.find(({ name }) => name === group)?.groupId;
      if (groupId === undefined) throw new Rejection("NOT_FOUND", `there is no group ${group ?? ""} on the page`, ["components"]);
      const known = idOfNamed(before.components.filter((one) => one.groupId === groupId), component.name, (one) => one.componentId);
      return {
        componentId: id ?? known ?? ids.part(run.commandId, `component-${String(index)}`), name: component.name, about: component.about,
        groupId, serviceId: service.serviceId, component: component.component, startedAt: component.startedAt,
        onlyWhenHurt: component.onlyWhenHurt,
      };
    });
    await run.handle({
      aggregate: statusPageDecider, id: statusPageId, guarded: true,
      command: { type: "LayOutStatusPage", now: run.now, statusPageId, groups: placedGroups, components: placed },
    });
    return { id: statusPageId };
  },
});

const setComponentStatus = defineMutation({
  name: "setComponentStatus",
  description:
    "Says by hand how a component does, against what its incidents say; readers see that it is by hand, and why. Left out: its incidents say it again.",
  permission: "statusPage.write",
  record: "StatusPage",
  input: {
    statusPageId: pageField, componentId: componentField, status: optional(wordField(ComponentStatusEnum, "How it does.")),
    reason: reasonField("Why; the public reads it."),
  },
  touches: ({ statusPageId }, context) => concerned(context, statusPageId),
  async act(run, { statusPageId, componentId, status, reason }) {
    await run.handle({
      aggregate: statusPageDecider, id: statusPageId, guarded: true,
      command: { type: "SetComponentStatus", now: run.now, statusPageId, componentId, status, reason },
    });
    return { id: statusPageId };
  },
});

const putStandingNotice = defineMutation({
  name: "putStandingNotice",
  description: "Puts a sentence beside a component until it is taken away. Left out: it is taken away.",
  permission: "statusPage.write",
  record: "StatusPage",
  input: {
    statusPageId: pageField, componentId: componentField,
    notice: optional(field(() => String, z.string().trim().min(1).max(500), "What the public reads.")),
  },
  touches: ({ statusPageId }, context) => concerned(context, statusPageId),
  async act(run, { statusPageId, componentId, notice }) {
    await run.handle({
      aggregate: statusPageDecider, id: statusPageId, guarded: true,
      command: { type: "PutStandingNotice", now: run.now, statusPageId, componentId, notice },
    });
    return { id: statusPageId };
  },
});

const retireStatusPage = defineMutation({
  name: "retireStatusPage",
  description: "The public does not see it any more; what it was stays on the record.",
  permission: "statusPage.write",
  record: "StatusPage",
  input: { statusPageId: pageField, reason: reasonField("Why.") },
  touches: ({ statusPageId }, context) => concerned(context, statusPageId),
  async act(run, { statusPageId, reason }) {
    await run.handle({
      aggregate: statusPageDecider, id: statusPageId, guarded: true,
      command: { type: "RetireStatusPage", now: run.now, statusPageId, reason },
    });
    return { id: statusPageId };
  },
});

export const statusPageMutations: readonly Mutation[] = [
  defineStatusPage, layOutStatusPage, setComponentStatus, putStandingNotice, retireStatusPage,
];
