import { Rejection } from "@ballast/domain";
import { askingDecider } from "@ballast/domain/readiness";
import { idOf } from "@ballast/eventlog";
import type { AskedCheck } from "@ballast/schema";
import { Int } from "type-graphql";
import { defineMutation } from "../commands/defineMutation.ts";
import { lineField, listOf, noteField, optional } from "../commands/inputFields.ts";
import { serviceField } from "../commands/named.ts";
import { openScope } from "../graphql/scope.ts";
import { checkSetAt, factsAt, standingsAt } from "./facts.ts";

/** So many checks are named in one message at most. */
const MOST_CHECKS = 500;

/** Asks who answers for services about what is not met: one message for each person, and about each check once a day. */
export const askOwners = defineMutation({
  name: "askOwners",
  description:
    "Asks the owners of services about checks that are overdue or open, those that wait for an exemption left out: one message for each person, and about the same check once a day.",
  permission: "readiness.write",
  record: "CheckSet",
  input: {
    services: optional(listOf(serviceField("A service, by slug or id; all unless told."), 500)),
    checkIds: optional(listOf(lineField("A check, by its id in the set; all unless told."), 40)),
    note: noteField("What to add to it."),
  },
  extras: {
    asked: { type: () => Int, nullable: false, description: "How many people were asked." },
    withoutOwner: { type: () => [String], nullable: false, description: "Services that lack something, and that nobody answers for." },
  },
  touches: ({ services }) => (services === null ? null : services.map(({ serviceId }) => serviceId)),
  async act(run, { services, checkIds, note }, context) {
    const scope = openScope(context);
    const set = checkSetAt(scope, null);
    if (set === null) throw new Rejection("NOT_FOUND", "no service is held to any check yet", ["services"]);
    const named = services === null ? null : new Set(services.map(({ serviceId }) => serviceId));
    const { services: facts, around: { here }, nameOf } = factsAt(scope);
    const byOwner = new Map<string, AskedCheck[]>();
    const withoutOwner: string[] = [];
    for (const { serviceId, checks } of standingsAt(scope, set)) {
      if (named !== null && !named.has(serviceId)) continue;
      const lacking = checks.filter(({ state, asked, checkId }) =>
        (state === "open" || state === "overdue") && asked === null && (checkIds === null || checkIds.includes(checkId)));
      if (lacking.length === 0) continue;
      const ownerId = facts.find((one) => one.serviceId === serviceId)?.stated?.ownerId ?? null;
      if (ownerId === null || !here.has(ownerId)) withoutOwner.push(nameOf(serviceId));
      else
        byOwner.set(ownerId, [...(byOwner.get(ownerId) ?? []), ...lacking.map(({ checkId }) => ({
          serviceId, checkId, name: set.checks.find((check) => check.checkId === checkId)?.name ?? checkId,
        }))]);
    }
    let asked = 0;
    for (const [personId, checks] of byOwner) {
      const askingId = idOf(askingDecider, personId);
      const { events } = await run.handle({
        aggregate: askingDecider, id: askingId,
        command: {
          type: "AskOwner", now: run.now, askingId, personId, on: run.now.slice(0, 10), checks: checks.slice(0, MOST_CHECKS), note,
        },
      });
      asked += events.length > 0 ? 1 : 0;
    }
    return { id: set.checkSetId, asked, withoutOwner };
  },
});
