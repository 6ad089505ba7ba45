import { personDecider, serviceDecider } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import type { AskOwnerInput } from "@ballast/schema/workflows";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { tell } from "../specification/scriptedWorkflow.ts";
import { WorkerWorld } from "../specification/worker.ts";
import { tellOwner } from "./asking.activities.ts";
import { askOwner } from "./askOwner.workflow.ts";

vi.mock("@temporalio/workflow", () => import("../specification/scriptedWorkflow.ts"));

const now = "2026-11-24T09:00:00.000Z";
const [ana, shop, mail] = [ids.person("ana"), ids.service("store"), ids.service("mail")];
const input: AskOwnerInput = {
  personId: ana, note: "before the freeze", requestEventId: ids.part("e", "asked"), correlationId: "c",
  actor: { personId: null, name: "Tim", means: "console" },
  checks: [
    { serviceId: shop, checkId: "rollback", name: "Rollback tried" }, { serviceId: mail, checkId: "runbook", name: "Runbook" },
    { serviceId: shop, checkId: "objective", name: "Objective" },
  ],
};

describe("who is asked about what is not met", () => {
  let world: WorkerWorld;
  beforeEach(async () => {
    world = new WorkerWorld();
    const person = { aggregate: personDecider, id: ana };
    await world.handle(person, {
      type: "JoinPerson", now, personId: ana, login: "ana", name: "Ana", roles: ["engineer"], timeZone: "UTC",
      contacts: { email: "ana@ballast.test", chatWebhookUrl: null },
    });
    for (const [serviceId, slug] of [[shop, "store"], [mail, "mail"]] as const)
      await world.handle({ aggregate: serviceDecider, id: serviceId }, {
        type: "RegisterService", now, serviceId, slug, name: slug === "store" ? "Store" : "Mail", description: "",
      });
  });

  it("gets one message, a line for each service, and the same key when it is tried again", async () => {
    await tellOwner(world.parts, input, new AbortController().signal);
    await tellOwner(world.parts, input, new AbortController().signal);
    expect(new Set(world.sent.map(({ key }) => key)).size).toBe(1);
    const [message] = world.sent;
    expect(message).toMatchObject({ to: "ana@ballast.test", subject: "3 checks of 2 services are not met" });
    expect(message?.text.split("\n")).toEqual([
      "Tim asks about what is not met:", "", "- Store: Rollback tried, Objective", "- Mail: Runbook", "", "before the freeze", "",
      "State what is so, do what is missing, or ask for an exemption with a reason and an end.", "", "http://ballast.test/readiness",
    ]);
  });

  it("hears nothing once they have left", async () => {
    await world.handle({ aggregate: personDecider, id: ana }, { type: "Leave", now, personId: ana });
    await tellOwner(world.parts, input, new AbortController().signal);
    expect(world.sent).toEqual([]);
  });

  it("is told by a run of its own", async () => {
    const told = await tell(askOwner, input, { clock: () => undefined, activities: { tellOwner: () => undefined } });
    expect(told.calls).toMatchObject([{ name: "tellOwner", input: { personId: ana } }]);
  });
});
