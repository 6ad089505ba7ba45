import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Principal } from "../../apps/api/src/auth/principal.ts";
import { answered } from "../../apps/api/src/specification/asking.ts";
import { specServer, type SpecServer } from "../../apps/api/src/specification/server.ts";
import type { Command, TypedDocument } from "@ballast/schema/graphql";
import type { Client } from "../../apps/cli/src/client/client.ts";
import { applyMove, differingSegments, knownCustomers, standingsOf, type Destination } from "../../apps/cli/src/moving/applyMove.ts";
import { historyCsv, historyOf } from "../../apps/cli/src/commands/flagHistory.ts";
import { flagdFileOf } from "../../apps/cli/src/moving/flagd/ownFile.ts";
import { fromFlagd } from "../../apps/cli/src/moving/flagd/fromFlagd.ts";
import { flagsThere } from "../../apps/cli/src/moving/flagsThere.ts";
import { reportOf } from "../../apps/cli/src/moving/moveReport.ts";
import { fromUnleash } from "../../apps/cli/src/moving/unleash/fromUnleash.ts";

let spec: SpecServer;
let ada: Principal;
beforeAll(async () => {
  spec = await specServer();
  ada = await spec.person("ada");
  await spec.run(ada, "registerService", { slug: "checkout", name: "Checkout" });
  for (const [id, plan] of [
    ["acme", "Trial"],
    ["globex", "Enterprise"],
  ])
    await spec.run(ada, "describeCustomer", { externalId: id, name: id, plan });
});
afterAll(() => spec.close());

/** The command line's client, on a server in this process. */
const client = (): Pick<Client, "query" | "mutate"> => ({
  query: async <Result, Given>({ text }: TypedDocument<Result, Given>, variables?: unknown): Promise<Result> =>
    (await answered(spec, ada, { query: text, variables: { ...Object(variables) as object } })) as Result,
  mutate: async <Input extends object, Payload>({ name }: Command<Input, Payload>, input: Input): Promise<Payload> =>
    (await spec.run(ada, name, { ...input })) as Payload,
});

const file = {
  features: [
    { name: "pay", enabled: true, strategies: [{ name: "default", segments: [1] }], dependencies: [{ feature: "base" }] },
    { name: "base", enabled: true, strategies: [{ name: "default" }] },
    { name: "dark", enabled: false, strategies: [{ name: "default" }] },
  ],
  segments: [{ id: 1, name: "Trials", constraints: [{ contextName: "plan", operator: "IN", values: ["Trial"] }] }],
};
const destination: Destination = { environment: "production", services: ["checkout"], replace: new Set() };

it("flags of another product are there as they were, moved again they are the same, and what was turned since is not overwritten", async () => {
  const api = client() as Client;
  const { moved, report } = reportOf(fromUnleash(file, "production"), {
    customers: await knownCustomers(api), keepSides: false, environment: "production",
  });
  expect(report).toMatchObject({ known: 2, refused: [] });
  const standings = () => standingsOf(api, moved, destination);
  expect([...(await standings()).values()]).toEqual(["new", "new", "new"]);
  expect(await applyMove(api, moved, { ...destination, standings: await standings() })).toEqual({
    made: ["pay", "base", "dark"], failed: [], unchanged: [],
  });
  const { flags } = await answered(spec, ada, {
    query:
      '{ flags(first: 9, sort: KEY_ASC) { edges { node { name targeting(environment: "production") { state needs { variants flag { name } } } } } } }',
  });
  expect(flags).toMatchObject({
    edges: [
      { node: { name: "base", targeting: { state: "onForEveryone" } } },
      { node: { name: "dark", targeting: { state: "killed" } } },
      { node: { name: "pay", targeting: { state: "onForSome", needs: [{ variants: ["on"], flag: { name: "base" } }] } } },
    ],
  });
  expect([...(await standings()).values()]).toEqual(["same", "same", "same"]);
  const {
    edges: [newest],
  } = (await answered(spec, ada, { query: "{ events(first: 1) { edges { cursor } } }" }))["events"] as { edges: { cursor: string }[] };
  expect(await applyMove(api, moved, { ...destination, standings: await standings() })).toMatchObject({
    made: [], unchanged: ["pay", "base", "dark"],
  });
  const {
    edges: [last],
  } = (await answered(spec, ada, { query: "{ events(first: 1) { edges { cursor } } }" }))["events"] as { edges: { cursor: string }[] };
  expect(last).toEqual(newest);
  await spec.run(ada, "stepRollout", { flag: "base", environment: "production", parts: 1_000 });
  expect((await standings()).get("base")).toBe("differs");
  await spec.run(ada, "defineSegment", { key: "trials", name: "Trials", members: { included: ["globex"], excluded: [], rules: [] } });
  expect(await differingSegments(api, moved, destination)).toEqual(["trials"]);
});

it("what is exported is what is there, and comes back with nobody switching sides, under its kill and with its segments and needs", async () => {
  const api = client() as Client;
  for (const key of ["dark", "pay"])
    await spec.run(ada, "setOverride", { flag: key, environment: "production", customer: "globex", variant: "on", reason: "pilot" });
  const { file, leftOut } = flagdFileOf(await flagsThere(api, "production"), "production");
  expect(leftOut).toEqual([]);
  const { moved, report } = reportOf(fromFlagd(JSON.parse(JSON.stringify(file))), {
    customers: await knownCustomers(api), keepSides: false, environment: "production",
  });
  expect(report.flags.map(({ key, same, switches }) => [key, same, switches])).toEqual([["base", 2, []], ["dark", 2, []], ["pay", 2, []]]);
  expect(report.refused).toEqual([]);
  // To where it came from it is no change at all, and to another environment it is all of it.
  expect([...(await standingsOf(api, moved, destination)).values()]).toEqual(["same", "same", "same"]);
  for (const environment of ["production", "staging"])
    await spec.run(ada, "defineEnvironment", { service: "checkout", environment, kind: "staging", target: { kind: "observed" } });
  const staging = { ...destination, environment: "staging", replace: new Set<string>() };
  expect([...(await standingsOf(api, moved, staging)).values()]).toEqual(["unfinished", "unfinished", "unfinished"]);
  expect(await applyMove(api, moved, { ...staging, standings: await standingsOf(api, moved, staging) })).toMatchObject({
    made: ["base", "dark", "pay"], failed: [],
  });
  const { file: again } = flagdFileOf(await flagsThere(api, "staging"), "staging");
  expect(again.flags).toEqual(file.flags);
  expect(again.ballast).toEqual({ ...file.ballast, environment: "staging" });
});

it("the history of a flag is one table, all environments and the flag's own, newest first", async () => {
  const lines = await historyOf(client() as Client, "base");
  const [head, ...rows] = parse(historyCsv(lines).join("\n")) as string[][];
  const column = (name: string) => rows.map((row) => row[head?.indexOf(name) ?? -1]);
  expect(column("type")).toEqual([
    "FlagRulesSet", "TargetingOpened", "RolloutStepped", "FlagRulesSet", "TargetingOpened", "FlagRegistered",
  ]);
  expect(column("environment")).toEqual(["staging", "staging", "production", "production", "production", ""]);
  expect(column("percent").slice(2, 5)).toEqual(["1", "100", "0"]);
  expect(column("leave")[2]).toBe("2");
  const staging = await historyOf(client() as Client, "base", "staging");
  expect(staging.map(({ environment }) => environment)).toEqual(["staging", "staging", null]);
});
