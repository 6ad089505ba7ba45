import { statusPageDecider } from "@ballast/domain/statusPage";
import { foldRecord, idOf as idFrom, ids } from "@ballast/eventlog";
import { z } from "zod";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import { field, idField, optional, partIdField, reasonField, wordField } from "../commands/inputFields.ts";
import { registered } from "../commands/named.ts";
import type { ApiContext } from "../graphql/context.ts";
import { contentFields, contentOf, layoutFields, layoutOf } from "./statusPageInput.ts";
import { ComponentStatusEnum } from "./statusPageType.ts";

const pageField = idField("StatusPage", "Which one.");
const componentField = partIdField("Which component of it.");

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
  input: contentFields,
  touches: ({ slug: name }, context) => concerned(context, idFrom(statusPageDecider, name)),
  async act(run, given) {
    const statusPageId = idFrom(statusPageDecider, given.slug);
    await run.handle({
      aggregate: statusPageDecider, id: statusPageId, guarded: true,
      command: { type: "DefineStatusPage", now: run.now, statusPageId, ...contentOf(given) },
    });
    return { id: statusPageId };
  },
});

const layOutStatusPage = defineMutation({
  name: "layOutStatusPage",
  description:
    "Says, whole, what a page tells of and in which order: what is not named is taken off it. What has the name of something on it is that, unless ids are given.",
  permission: "statusPage.write",
  record: "StatusPage",
  input: { statusPageId: pageField, ...layoutFields },
  touches: async ({ statusPageId, components }, context) => [
    ...components.map(({ service }) => service.serviceId), ...(await concerned(context, statusPageId)),
  ],
  async act(run, { statusPageId, ...given }, { log }) {
    if (await run.earlier(statusPageDecider, statusPageId)) return { id: statusPageId };
    const page = await foldRecord(log, statusPageDecider, statusPageId);
    const services = new Map(given.components.map(({ service }) => [service.serviceId, service]));
    for (const service of services.values()) await registered(log, service);
    const before = page.status === "absent" ? { groups: [], components: [] } : page;
    const layout = layoutOf(given, before, (part) => ids.part(run.commandId, part));
    await run.handle({
      aggregate: statusPageDecider, id: statusPageId, guarded: true,
      command: { type: "LayOutStatusPage", now: run.now, statusPageId, ...layout },
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
