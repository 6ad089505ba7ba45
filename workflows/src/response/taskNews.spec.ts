import { incidentDecider, personDecider, type IncidentCommand } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import { workflowIds, type TellOfTaskInput } from "@ballast/schema/workflows";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { doFor } from "../reactor/byEvent.ts";
import { tell } from "../specification/scriptedWorkflow.ts";
import { WorkerWorld } from "../specification/worker.ts";
import { tellOfTask } from "./task.activities.ts";
import { taskNews } from "./taskNews.ts";
import { tellOfTask as workflow } from "./tellOfTask.workflow.ts";

vi.mock("@temporalio/workflow", () => import("../specification/scriptedWorkflow.ts"));

const [incidentId, lea, taskId] = [ids.incident("tasked"), ids.person("lea"), ids.part("tasked", "task")];

describe("whose a task is", () => {
  let world: WorkerWorld;
  beforeEach(async () => {
    world = new WorkerWorld();
    await world.handle({ aggregate: personDecider, id: lea }, {
      type: "JoinPerson", now: world.at(), personId: lea, login: "lea", name: "Lea", roles: ["viewer"], timeZone: "UTC",
      contacts: { email: "lea@ballast.test", chatWebhookUrl: null },
    });
  });
  const on = (command: IncidentCommand) => world.handle({ aggregate: incidentDecider, id: incidentId }, command);
  const declare = (isPrivate = false) => on({
    type: "DeclareIncident", now: world.at(), incidentId, number: 7, title: "Cards are refused", summary: "", severity: 2,
    publicImpact: "none", serviceIds: [], components: [], impactStartAt: null, drill: false, private: isPrivate,
    declaredAutomatically: false,
  });
  const add = (ownerId: string | null) =>
    on({ type: "AddTask", now: world.at(), incidentId, taskId, text: "Restart the gateway", ownerId });
  const messageOf = (type: "TaskAdded" | "TaskGiven" = "TaskAdded") => {
    const recorded = world.memory.events.find(({ event }) => event.type === type);
    return recorded === undefined ? undefined : doFor(taskNews, recorded);
  };
  const input = (): TellOfTaskInput => {
    const message = messageOf();
    if (message === undefined || message === null) throw new Error("nobody is told");
    return message.input as TellOfTaskInput;
  };
  const telling = (given = input()) => tellOfTask(world.parts, given, new AbortController().signal);

  it("hears of it once, with what it is and where they talk; nobody else's task is told", async () => {
    await declare();
    await on({ type: "SetConferenceLink", now: world.at(), incidentId, url: "https://meet.example.com/7" });
    await add(lea);
    expect(messageOf()).toMatchObject({ workflow: "tellOfTask", workflowId: workflowIds.task(input().requestEventId) });
    await telling();
    await telling();
    expect(new Set(world.sent.map(({ key }) => key)).size).toBe(1);
    expect(world.sent[0]).toMatchObject({ to: "lea@ballast.test", subject: "INC-7: Restart the gateway" });
    expect(world.sent[0]?.text).toContain("https://meet.example.com/7");
  });

  it("hears nothing where nobody has it, or it is done or somebody else's meanwhile", async () => {
    await declare();
    await add(null);
    expect(messageOf()).toBeNull();
    await on({ type: "GiveTask", now: world.at(), incidentId, taskId, ownerId: lea });
    const given = messageOf("TaskGiven")?.input as TellOfTaskInput;
    await on({ type: "EndTask", now: world.at(), incidentId, taskId, dropped: null });
    await telling(given);
    expect(world.sent).toEqual([]);
  });

  it("of a private incident is told that there is one, and nothing of what it is about", async () => {
    await declare(true);
    await add(lea);
    await telling();
    expect(world.sent[0]).toMatchObject({ subject: "INC-7: a task is yours" });
    expect(world.sent[0]?.text).not.toMatch(/gateway|Cards/u);
  });

  it("is told by a run of one step", async () => {
    await declare();
    await add(lea);
    const told = await tell(workflow, input(), { clock: () => undefined, activities: { tellOfTask: () => undefined } });
    expect(told.calls).toMatchObject([{ name: "tellOfTask", input: { taskId } }]);
  });
});
