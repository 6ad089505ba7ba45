import { chatDecider } from "@ballast/domain/chat";
import { idOf, ids, keyRing } from "@ballast/eventlog";
import { DeliveryRefused } from "@ballast/notifications";
import type { TellChatsInput } from "@ballast/schema/workflows";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { WorkerParts } from "../parts.ts";
import { ActivityWorld, ana, incidentId, serviceId } from "../specification/activityWorld.ts";
import { tell } from "../specification/scriptedWorkflow.ts";
import { chatActivities } from "./chats.activities.ts";
import { tellChats } from "./tellChats.workflow.ts";

vi.mock("@temporalio/workflow", () => import("../specification/scriptedWorkflow.ts"));
vi.mock("@temporalio/activity", async () => (await import("../specification/activityWorld.ts")).uncancelled);

const keys = keyRing(Buffer.alloc(32, 7));
let world: ActivityWorld;
const parts = (): WorkerParts => ({ ...world.parts, keys: () => keys });
const chatId = (name: string): string => idOf(chatDecider, name);
const connect = (name: string, more: { readonly upTo?: number; readonly serviceIds?: string[]; readonly webhook?: null } = {}) =>
  world.act(chatDecider, chatId(name), {
    type: "ConnectChat", now: world.at(), chatId: chatId(name), name, answerHost: "hooks.slack.com", upTo: more.upTo ?? 4,
    serviceIds: more.serviceIds ?? [], sealedWebhook: more.webhook === null ? null : keys.seal(`https://hooks.slack.com/${name}`),
    sealedSigningSecret: keys.seal("0123456789abcdef"),
  });
const last = (): string =>
  world.memory.events.findLast(({ category, event }) => category === "incident" && event.type !== "MilestoneReached")?.eventId ?? "";
const input = (requestEventId = last()): TellChatsInput => ({ incidentId, requestEventId, correlationId: "c", actor: ana });
const told = async (): Promise<readonly string[]> => {
  const before = world.delivered.length;
  for (const id of await chatActivities(parts()).chatsToTell(input())) await chatActivities(parts()).tellChat({ ...input(), chatId: id });
  return world.delivered.slice(before).map(({ to, subject }) => `${to.split("/").at(-1) ?? ""}: ${subject}`);
};

beforeEach(async () => {
  world = new ActivityWorld();
  await world.serving();
});

describe("chats", () => {
  it("hear of incidents of their services that are bad enough, and of what is said of these", async () => {
    await connect("all");
    await connect("worst", { upTo: 1 });
    await connect("shop", { serviceIds: [serviceId] });
    await connect("other", { serviceIds: [ids.service("other")] });
    await connect("silent", { webhook: null });
    await world.declared({ severity: 2 });
    expect((await told()).toSorted()).toEqual([
      "all: INC-7 was declared, severity 2: Shop fails", "shop: INC-7 was declared, severity 2: Shop fails",
    ]);
    await world.ofIncident({
      type: "PostUpdate", now: world.at(), incidentId, updateId: ids.part("u", "one"), visibility: "internal", status: "looking",
      body: "We look.", nextUpdateInMs: null,
    });
    expect(await told()).toContain("all: INC-7 looking, severity 2: Shop fails");
    expect(world.delivered.at(-1)).toMatchObject({ channel: "chat", text: "We look." });
    await world.ofIncident({ type: "SetSeverity", now: world.at(), incidentId, to: 1, reason: "" });
    expect((await told()).filter((line) => line.startsWith("worst"))).toEqual(["worst: INC-7 got worse, severity 1: Shop fails"]);
    await world.act(chatDecider, chatId("all"), { type: "DisconnectChat", now: world.at(), chatId: chatId("all"), reason: "moved" });
    expect((await told()).filter((line) => line.startsWith("all"))).toEqual([]);
  });

  it("are told nothing of a private incident, and that a drill is one", async () => {
    await connect("all");
    await world.declared({ private: true });
    expect(await told()).toEqual([]);
    expect(await chatActivities(parts()).tellChat({ ...input(), chatId: chatId("all") })).toBeUndefined();
    expect(world.delivered).toEqual([]);
    world = new ActivityWorld();
    await world.serving();
    await connect("all");
    await world.declared({ drill: true });
    expect(await told()).toEqual(["all: DRILL: INC-7 was declared, severity 2: Shop fails"]);
  });

  it("that refuse, or may have heard it, are not told again; what may pass is tried again, by the same key", async () => {
    await connect("all");
    await world.declared();
    world.deliver = () => Promise.reject(new DeliveryRefused("chat", "gone", { brief: "gone" }));
    await chatActivities(parts()).tellChat({ ...input(), chatId: chatId("all") });
    world.deliver = () => Promise.reject(new Error("busy"));
    await expect(chatActivities(parts()).tellChat({ ...input(), chatId: chatId("all") })).rejects.toThrow("busy");
    world.deliver = () => Promise.resolve();
    for (let n = 0; n < 2; n += 1) await chatActivities(parts()).tellChat({ ...input(), chatId: chatId("all") });
    expect(new Set(world.delivered.map(({ key }) => key)).size).toBe(1);
  });

  it("hold up none of the others", async () => {
    const run = await tell(tellChats, input("e"), {
      clock: () => undefined,
      activities: {
        chatsToTell: () => ["a", "b"],
        tellChat: ({ chatId: id }: { readonly chatId: string }) => {
          if (id === "a") throw new Error("away");
        },
      },
    });
    expect(run.calls.map(({ name, input: { chatId: id } }) => [name, id])).toEqual([
      ["chatsToTell", undefined], ["tellChat", "a"], ["tellChat", "b"],
    ]);
  });
});
