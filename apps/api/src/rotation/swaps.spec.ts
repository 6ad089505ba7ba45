import { Rejection } from "@ballast/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { answered } from "../specification/asking.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let ana: Principal;
let ben: Principal;
let viewer: Principal;
let rotationId = "";
beforeAll(async () => {
  spec = await specServer();
  spec.at("2026-11-23T09:00:00.000Z");
  ana = await spec.person("ana");
  ben = await spec.person("ben", ["viewer"]);
  viewer = await spec.person("vic", ["viewer"]);
  ({ recordId: rotationId } = await spec.run(ana, "createRotation", {
    name: "Platform", timeZone: "UTC", handOver: { every: "day", at: "08:00" }, people: [
      ana.person.id, ben.person.id,
    ], startsOn: "2026-11-23",
  }));
});
afterAll(() => spec.close());

const codeOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(() => "done", (error: unknown) => (error instanceof Rejection ? error.code : Promise.reject(error as Error)));
const ask = async (fields: string): Promise<unknown> =>
  Reflect.get(await answered(spec, ana, { query: `{ rotation(id: "${rotationId}") { ${fields} } }` }), "rotation");

describe("shifts of one's own", () => {
  it("are asked for, taken by a volunteer of the schedule whatever their role, and not by strangers who may not plan", async () => {
    const shift = { rotationId, from: "2026-11-25T08:00:00Z", to: "2026-11-26T08:00:00Z", reason: "dentist", idempotencyKey: "ask" };
    await spec.run(ana, "askForSwap", shift);
    await spec.run(ana, "askForSwap", shift);
    expect(await codeOf(spec.run(ben, "askForSwap", { ...shift, idempotencyKey: "other" }))).toBe("INVALID_INPUT");
    const { swaps } = await ask("swaps { id state person { name } reason }") as { swaps: { id: string }[] };
    expect(swaps).toMatchObject([{ state: "open", person: { name: "ana" }, reason: "dentist" }]);
    const swapId = swaps[0]?.id ?? "";
    expect(await codeOf(spec.run(viewer, "takeSwap", { rotationId, swapId }))).toBe("NOT_ALLOWED");
    expect(await codeOf(spec.run(ben, "withdrawSwap", { rotationId, swapId }))).toBe("NOT_ALLOWED");
    await spec.run(ben, "takeSwap", { rotationId, swapId });
    expect(await ask(`swaps { state takenBy { name } } overrides { person { name } insteadOf { name } }`)).toEqual({
      swaps: [{ state: "taken", takenBy: { name: "ben" } }], overrides: [{ person: { name: "ben" }, insteadOf: { name: "ana" } }],
    });
  });

  it("are taken over now, until they would end; pressing twice takes them once", async () => {
    const over = { rotationId, idempotencyKey: "over" };
    expect(await codeOf(spec.run(viewer, "takeOverNow", { rotationId }))).toBe("NOT_ALLOWED");
    await spec.run(ben, "takeOverNow", over);
    expect(await spec.run(ben, "takeOverNow", over)).toMatchObject({ replayed: true });
    await spec.run(ben, "takeOverNow", { rotationId });
    const { onNow, overrides } = await ask(
      "onNow { name } overrides { from to person { name } }",
    ) as { onNow: object; overrides: object[] };
    expect(onNow).toEqual({ name: "ben" });
    expect(overrides).toHaveLength(2);
    expect(overrides[0]).toEqual({ from: "2026-11-23T09:00:00.000Z", to: "2026-11-23T21:00:00.000Z", person: { name: "ben" } });
  });

  it("are counted, and a page is tried on a moment without being sent", async () => {
    spec.at("2026-11-27T08:00:00.000Z");
    expect(await ask("carried { hours nights woken person { name } }")).toEqual({
      carried: [
        { hours: 84, nights: 3, woken: 0, person: { name: "ben" } },
        { hours: 11, nights: 1, woken: 0, person: { name: "ana" } },
      ],
    });
    expect(
      await ask(`paging(at: "2026-11-27T09:00:00Z") { rounds straightToEveryone steps { afterMinutes step canBeWoken people { name } } }`),
    )
      .toMatchObject({ paging: { rounds: 6, steps: [{ afterMinutes: 0 }] } });
  });
});
