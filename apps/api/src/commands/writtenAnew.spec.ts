import { afterAll, beforeAll, expect, it } from "vitest";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
beforeAll(async () => void (spec = await specServer()));
afterAll(() => spec.close());

const nobody = "00000000-0000-4000-8000-00000000dead";
const said: Readonly<Record<string, readonly [field: string, input: object]>> = {
  writeUpdateTemplate: ["updateTemplateId", { name: "A word", state: "Fixing", body: "It is known." }],
  publishPolicy: ["policyId", { name: "Rollback first", text: "Then look." }],
  stateFactor: ["factorId", { title: "Nights", detectMinutes: 5, reason: "fewer eyes" }],
  planMaintenance: ["maintenanceId", {
    title: "Disks", services: ["shop"], from: "2026-12-01T01:00:00Z", until: "2026-12-01T02:00:00Z",
  }],
};

it.each(Object.keys(said))("%s makes no record under an id that nobody has", async (mutation) => {
  const ada = await spec.person(`ada-${mutation.toLowerCase()}`);
  await spec.run(ada, "registerService", { slug: "shop", name: "Shop" }).catch(() => undefined);
  const [field = "", input = {}] = said[mutation] ?? [];
  const before = await spec.server.log.lastPosition();
  await expect(spec.run(ada, mutation, { ...input, [field]: nobody })).rejects.toMatchObject({ code: "NOT_FOUND", path: [field] });
  expect(await spec.server.log.lastPosition()).toBe(before);
  expect((await spec.run(ada, mutation, input)).recordId).not.toBe(nobody);
});
