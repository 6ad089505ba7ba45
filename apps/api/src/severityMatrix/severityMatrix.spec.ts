import { afterAll, beforeAll, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { answered } from "../specification/asking.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let cora: Principal;
let eve: Principal;
beforeAll(async () => {
  spec = await specServer();
  [cora, eve] = [await spec.person("cora", ["commander"]), await spec.person("eve", ["engineer"])];
});
afterAll(() => spec.close());

const row = (says: string) => ({ effect: "Data", cells: [{ severity: 1, says }, { severity: 4, says: "it is safe" }] });
const query = "{ severityMatrix { version revision rows { effect cells { severity says } } } }";
const matrix = async (by: Principal) => (await answered(spec, by, { query }))["severityMatrix"];

it("the severity matrix is written in versions by commanders, and read by everybody", async () => {
  expect(await matrix(eve)).toBeNull();
  await expect(spec.run(eve, "writeSeverityMatrix", { rows: [row("it is lost")] })).rejects.toMatchObject({ code: "NOT_ALLOWED" });
  await expect(spec.run(cora, "writeSeverityMatrix", { rows: [] })).rejects.toThrow();
  await expect(spec.run(cora, "writeSeverityMatrix", { rows: [row("a"), row("b")] })).rejects.toMatchObject({ path: ["rows"] });
  const once = { rows: [row("it is lost")], idempotencyKey: "pressed" };
  await spec.run(cora, "writeSeverityMatrix", once);
  await spec.run(cora, "writeSeverityMatrix", once);
  expect(await matrix(eve)).toMatchObject({ version: 1, rows: [row("it is lost")] });
  await spec.run(cora, "writeSeverityMatrix", { rows: [row("it is gone")], reason: "clearer", expectedRevision: 0 });
  await expect(spec.run(cora, "writeSeverityMatrix", { rows: [row("stale")], expectedRevision: 0 }))
    .rejects.toMatchObject({ code: "REVISION_CONFLICT" });
  expect(await matrix(eve)).toMatchObject({ version: 2, rows: [row("it is gone")] });
});
