import { incidentDecider } from "@ballast/domain";
import { actionDecider } from "@ballast/domain/action";
import { idOf, ids } from "@ballast/eventlog";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import { idField, lineField, optional, partIdField, reasonField } from "../commands/inputFields.ts";
import { refuseStrangers } from "../commands/named.ts";
import { takeNumberOnce } from "../commands/takeNumber.ts";
import { changeIncident } from "./changeIncident.ts";
import { servicesOfIncident } from "./hiddenIncidents.ts";
import { incidentField } from "./incidentInputs.ts";

const taskField = partIdField("The task.");
const ownerField = optional(
  idField("Person", "Who does it; nobody in particular where that is left out. They are told, and may know of the incident."),
);

const carryTaskOn = defineMutation({
  name: "carryTaskOn",
  description: "Makes an action item of a task that is still open once the incident is over. Pressed twice, it makes one.",
  permission: "action.write",
  record: "Incident",
  input: { incidentId: incidentField, taskId: taskField },
  extras: { actionId: { type: () => String, nullable: false, description: "The action item's id." } },
  touches: ({ incidentId }, context) => servicesOfIncident(context, incidentId),
  async act(run, { incidentId, taskId }, { log, readModel }) {
    const actionId = idOf(actionDecider, ids.part(incidentId, "task", taskId));
    const command = { type: "CarryTaskOn", now: run.now, incidentId, taskId, actionId } as const;
    if (await run.earlier(incidentDecider, incidentId)) return { id: incidentId, actionId };
    // What the incident refuses makes no action: a task that is done, an incident that goes on, a revision that has passed.
    await run.foresee({ aggregate: incidentDecider, id: incidentId, command, guarded: true });
    const task = readModel.incidents.get(incidentId)?.tasks?.find((one) => one.taskId === taskId);
    const number = await takeNumberOnce(run, log, { counter: "actions", forId: actionId });
    await run.handle({
      aggregate: actionDecider, id: actionId,
      command: {
        type: "RegisterAction", now: run.now, actionId, number, title: task?.text ?? "A task", text: "", kind: "shortTerm",
        ownerId: task?.ownerId ?? null, links: [], dueOn: null, riskId: null, source: { kind: "incident", recordId: incidentId },
      },
    });
    await run.handle({ aggregate: incidentDecider, id: incidentId, command, guarded: true });
    return { id: incidentId, actionId };
  },
});

/** What is small and to be done now. */
export const taskMutations: readonly Mutation[] = [
  changeIncident("addTask", {
    description: "Adds something small to do now. Who is to do it is told.",
    input: { text: lineField("What is to be done, in a line."), ownerId: ownerField },
    async command({ incidentId, text, ownerId }, { now, commandId }, { log }) {
      if (ownerId !== null) await refuseStrangers(log, [ownerId], ["ownerId"]);
      return { type: "AddTask", now, incidentId, taskId: ids.part(commandId, "task"), text, ownerId };
    },
  }),
  changeIncident("giveTask", {
    description: "Gives a task to somebody, who is told, or to nobody.",
    input: { taskId: taskField, ownerId: ownerField },
    async command({ incidentId, taskId, ownerId }, { now }, { log }) {
      if (ownerId !== null) await refuseStrangers(log, [ownerId], ["ownerId"]);
      return { type: "GiveTask", now, incidentId, taskId, ownerId };
    },
  }),
  changeIncident("finishTask", {
    description: "Says that a task is done.",
    input: { taskId: taskField },
    command: ({ incidentId, taskId }, { now }) => ({ type: "EndTask", now, incidentId, taskId, dropped: null }),
  }),
  changeIncident("dropTask", {
    description: "Says that a task will not be done, and why.",
    input: { taskId: taskField, reason: reasonField("Why.") },
    command: ({ incidentId, taskId, reason }, { now }) => ({ type: "EndTask", now, incidentId, taskId, dropped: reason }),
  }),
  changeIncident("reopenTask", {
    description: "Says that a task is to be done after all.",
    input: { taskId: taskField },
    command: ({ incidentId, taskId }, { now }) => ({ type: "ReopenTask", now, incidentId, taskId }),
  }),
  carryTaskOn,
];
