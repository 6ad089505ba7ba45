import { anotherEngine } from "@ballast/flags/specification";
import { engineId, registerEngine } from "@ballast/flags";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { answered } from "../specification/asking.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

const other = anotherEngine("future");
const forget = registerEngine(other);
let spec: SpecServer;
let ada: Principal;
beforeAll(async () => {
  spec = await specServer();
  ada = await spec.person("ada");
  for (let n = 0; n < 30; n += 1) await spec.run(ada, "describeCustomer", { externalId: `c-${String(n)}`, name: `Customer ${String(n)}` });
  await spec.run(ada, "registerFlag", { key: "pay", kind: "release", environments: ["production"] });
  await spec.run(ada, "stepRollout", { flag: "pay", environment: "production", parts: 50_000 });
  await caughtUp();
});
afterAll(async () => {
  forget();
  await spec.close();
});

const caughtUp = async (): Promise<void> => void (await spec.server.flags.waitFor(await spec.server.log.lastPosition()));

interface Shown {
  readonly rebuckets: boolean;
  readonly known: boolean;
  readonly engines: readonly string[];
  readonly refusal: { readonly code: string } | null;
  readonly environments: readonly { readonly sentence: string; readonly cohort: { readonly enter: number; readonly leave: number } }[];
}
const preview = async (to: string, rebucket: string | null = null): Promise<Shown> =>
  (await answered(spec, ada, {
    query: `query($to: String, $rebucket: String) { flagEnginePreview(flag: "pay", to: $to, rebucket: $rebucket) {
      from to engines known rebuckets refusal { code } environments { environment sentence cohort { enter leave names { enter leave } } } } }`,
    variables: { to, rebucket },
  }))["flagEnginePreview"] as Shown;
const gets = (): readonly (string | null)[] =>
  Array.from({ length: 30 }, (_, n) => {
    const flag = spec.server.flags.environment("production")?.flags.get("pay");
    return flag?.evaluate({ targetingKey: `c-${String(n)}` }).variant ?? null;
  });
const explained = async (asOf = ""): Promise<unknown> => {
  const text = `{ explainFlag(flag: "pay", environment: "production", customer: "c-3"${asOf}) { variant engine steps { number } } }`;
  return (await answered(spec, ada, { query: text }))["explainFlag"];
};

it("is shown with who would switch sides, refused unless the flag is named, and then done, explained, and taken back", async () => {
  const [before, explainedBefore] = [gets(), await explained()];
  const shown = await preview(other.id);
  expect(shown).toMatchObject({ rebuckets: true, known: true, engines: [engineId, other.id], refusal: { code: "WOULD_REBUCKET" } });
  const [production] = shown.environments;
  expect((production?.cohort.enter ?? 0) + (production?.cohort.leave ?? 0)).toBeGreaterThan(0);
  expect((await preview(other.id, "pay")).refusal).toBeNull();
  expect(await preview("nobody@1.0.0+compiler.1")).toMatchObject({ refusal: { code: "UNKNOWN_ENGINE" }, environments: [] });
  const change = { flag: "pay", to: other.id, reason: "the old one goes" };
  await expect(spec.run(ada, "changeFlagEngine", change)).rejects.toMatchObject({ code: "WOULD_REBUCKET" });

  const at = await spec.server.log.lastPosition();
  await spec.run(ada, "changeFlagEngine", { ...change, rebucket: "pay" });
  await caughtUp();
  const after = gets();
  expect(after.filter((variant, n) => variant !== before[n])).toHaveLength(
    (production?.cohort.enter ?? 0) + (production?.cohort.leave ?? 0),
  );
  expect(await explained()).toMatchObject({ engine: "future 9.0.0" });
  expect(await explained(`, asOf: { position: "${at}" }`)).toEqual(explainedBefore);

  expect(await answered(spec, ada, { query: '{ flag(key: "pay") { details { engine } } }' })).toEqual({
    flag: { details: { engine: other.id } },
  });
  await spec.run(ada, "changeFlagEngine", { flag: "pay", to: engineId, reason: "back", rebucket: "pay" });
  await caughtUp();
  expect(gets()).toEqual(before);
});

it("takes an administrator where a second person is asked for, as long as it divides anybody anew", async () => {
  const admin = await spec.person("root", ["admin"]);
  const engineer = await spec.person("eve", ["engineer"]);
  await spec.run(admin, "setFlagPolicy", { environment: "production", approval: true, approvalOfOverrides: false });
  const change = { flag: "pay", to: other.id, reason: "the old one goes", rebucket: "pay" };
  await expect(spec.run(engineer, "changeFlagEngine", change)).rejects.toMatchObject({ code: "NOT_ALLOWED" });
  await spec.run(admin, "changeFlagEngine", change);
});

it("says by name that an engine is not there, and gives an error rather than a guess", async () => {
  await caughtUp();
  forget();
  const flag = spec.server.flags.environment("production")?.flags.get("pay");
  // A server that was started without it builds the flag anew.
  flag?.letGo();
  expect(flag?.evaluate({ targetingKey: "c-1" })).toMatchObject({
    variant: null, errorCode: "GENERAL", error: expect.stringContaining("future@9.0.0") as unknown,
  });
  await expect(explained()).rejects.toThrow("future@9.0.0");
  expect(await preview(engineId)).toMatchObject({ known: false, rebuckets: true });
});
