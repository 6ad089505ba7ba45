import { drillDecider } from "@ballast/domain/drill";
import { incidentDecider, isActive } from "@ballast/domain";
import { foldRecord, idOf as idFrom, ids } from "@ballast/eventlog";
import { severity as severityOf, type DrillEvent } from "@ballast/schema";
import { z } from "zod";
import { allows } from "../auth/permissions.ts";
import { defineMutation } from "../commands/defineMutation.ts";
import {
  flagField, idField, instantField, intField, lineField, optional, otherwise, reasonField, textField,
} from "../commands/inputFields.ts";
import { registered, serviceField } from "../commands/named.ts";
import { writtenAnew } from "../commands/writtenAnew.ts";
import { because, type Sentences, type Telling } from "../events/saying.ts";
import type { ApiContext, Known } from "../graphql/context.ts";
import type { Slice } from "../slice.ts";
import { DrillQueries } from "./drillQueries.ts";
import { drillById, mayKnowDrill, toDrill } from "./drillType.ts";

const servicesOf = async ({ log }: Pick<ApiContext, "log">, drillId: string): Promise<readonly string[]> => {
  const drill = await foldRecord(log, drillDecider, drillId);
  return drill.status === "absent" ? [] : [drill.serviceId];
};

const planDrill = defineMutation({
  name: "planDrill",
  description: "Plans a drill, or plans one anew that has not begun. It begins by itself, calls people as an incident would, and is scored.",
  permission: "drill.write",
  record: "Drill",
  input: {
    drillId: optional(idField("Drill", "Which one; a new one unless told.")),
    title: lineField("What its incident is called."),
    scenario: textField("What is supposed to happen: those who are called read it."),
    service: serviceField("For whose people it is, by slug or id."),
    severity: otherwise(intField("How bad it is supposed to be, 1 to 4; 2 unless told.", severityOf), 2),
    from: instantField("It begins no sooner."),
    until: optional(instantField("It begins no later, at a moment between that nobody knows; left out, it begins at `from`.")),
    announced: otherwise(flagField("Whether those on call are told beforehand; false unless told."), false),
    lastsMinutes: otherwise(intField("It ends by itself after so many minutes, 5 to 240; 60 unless told.", z.int().min(5).max(240)), 60),
  },
  touches: async ({ drillId, service }, context) => [
    ...new Set([...(drillId === null ? [] : await servicesOf(context, drillId)), service.serviceId]),
  ],
  async act(run, { drillId: given, service, title, scenario, severity, from, until, announced, lastsMinutes }, { log }) {
    const id = await writtenAnew(log, drillDecider, { given, fresh: idFrom(drillDecider, run.commandId), field: "drillId" });
    const { serviceId } = await registered(log, service);
    await run.handle({
      aggregate: drillDecider, id, guarded: true,
      command: {
        type: "PlanDrill", now: run.now, drillId: id, planId: ids.part(run.commandId, "plan"), title, scenario, serviceId, severity, from,
        until: until ?? from, announced, lastsMinutes,
      },
    });
    return { id };
  },
});

const callOffDrill = defineMutation({
  name: "callOffDrill",
  description: "Calls a drill off, before it begins or while it runs: its incident ends, and nobody is called any more.",
  permission: "incident.work",
  record: "Drill",
  input: { drillId: idField("Drill", "Which one."), reason: reasonField("Why.") },
  touches: ({ drillId }, context) => servicesOf(context, drillId),
  async act(run, { drillId, reason }, { log }) {
    await run.handle({
      aggregate: drillDecider, id: drillId, guarded: true,
      command: { type: "CallOffDrill", now: run.now, drillId, at: run.now, reason },
    });
    // The worker would do the same: whoever presses does not wait for it.
    if (isActive(await foldRecord(log, incidentDecider, drillId))) {
      await run.handle({
        aggregate: incidentDecider, id: drillId,
        command: { type: "ChangeState", now: run.now, incidentId: drillId, to: "cancelled", reason },
      });
    }
    return { id: drillId };
  },
});

const sentences: Sentences<DrillEvent> = {
  // Where and when one that is not announced is to be, nobody reads here.
  DrillPlanned: ({ announced, title, from }, { by }) =>
    announced ? `${by} planned the drill ${title}, no sooner than ${from.slice(0, 16).replace("T", " ")} UTC` : `${by} planned a drill`,
  DrillAnnounced: ({ toldIds }) =>
    (toldIds.length === 0
      ? "a drill does not come as announced: those who expected it were told"
      : "a drill was announced to those on call"),
  DrillBegun: () => "a drill began",
  DrillCalledOff: ({ reason }, { by }) => `${by} called a drill off${because(reason)}`,
  DrillScored: ({ marks }) => `a drill was scored: ${String(marks.filter(({ met, of }) => met === of).length)} of ${String(marks.length)} met`,
};

const telling: Telling<DrillEvent> = {
  DrillPlanned: "followers", DrillAnnounced: { silent: "whom it concerns has a message" },
  DrillBegun: { silent: "its incident tells of itself" }, DrillCalledOff: "everybody", DrillScored: "everybody",
};

const shown: Known["shown"] = {
  DrillPlanned: (data, scope) => (mayKnowDrill(scope, data.drillId) ? data : { announced: data.announced }),
  DrillAnnounced: (data, scope) => (mayKnowDrill(scope, data.drillId) ? data : {}),
};

/** Exercises of the response to incidents. */
export const drillSlice = {
  records: {
    Drill: {
      category: "drill",
      find: drillById,
      of: toDrill,
      name: (scope, id) => drillById(scope, id)?.title ?? "a drill",
      view: "drills",
      history: "What happened to it, newest first; what people did stands with its incident.",
      search: { none: "its incident is found" },
      mayKnow: mayKnowDrill,
      hides: (scope, id) => !mayKnowDrill(scope, id),
      servicesOf,
      async hiddenFrom({ log }, { roles }, id) {
        const drill = await foldRecord(log, drillDecider, id);
        return drill.status === "absent" || (drill.status === "planned" && !drill.announced && !allows(roles, "drill.write"));
      },
    },
  },
  resolvers: [DrillQueries],
  mutations: [planDrill, callOffDrill],
  sentences,
  telling,
  shown,
} satisfies Slice;
