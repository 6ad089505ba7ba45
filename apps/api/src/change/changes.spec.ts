import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { answered, ask } from "../specification/asking.ts";
import { specServer, type SpecServer, type SpecPayload } from "../specification/server.ts";

let spec: SpecServer;
let ada: Principal;
const place = { flag: "pay", environment: "production" };

beforeAll(async () => {
  spec = await specServer();
  ada = await spec.person("ada");
  spec.at("2026-11-28T10:00:00.000Z");
  for (const slug of ["checkout", "search"]) await spec.run(ada, "registerService", { slug, name: slug });
  await spec.run(ada, "registerFlag", { key: "pay", kind: "release", services: ["checkout"], environments: ["production"] });
  await spec.run(ada, "registerFlag", { key: "find", kind: "release", services: ["search"], environments: ["production"] });
  spec.at("2026-11-28T11:00:00.000Z");
  await spec.run(ada, "stepRollout", { ...place, parts: 5_000, reason: "first" });
  spec.at("2026-11-28T12:00:00.000Z");
  await spec.run(ada, "stepRollout", { ...place, parts: 25_000, reason: "more" });
  await spec.run(ada, "killFlag", { ...place, reason: "it hurts" });
  spec.at("2026-11-28T13:00:00.000Z");
});
afterAll(() => spec.close());

const between = { service: "checkout", from: "2026-11-28T11:00:00Z", to: "2026-11-28T14:00:00Z" };
const asking = {
  query: `query($service: String!, $from: DateTime!, $to: DateTime!, $kinds: [ChangeKind!], $asOf: AsOf) {
    changes(service: $service, from: $from, to: $to, kinds: $kinds, asOf: $asOf, first: 50) { totalCount pageInfo { hasNextPage } edges { node {
      kind at planned sentence environment actor { name means } record { id ... on Flag { name } } undo { kind sentence revision subject } event { type } } } } }`,
};
interface Told {
  readonly changes: {
    readonly totalCount: number;
    readonly edges: readonly { readonly node: Record<string, unknown> & { sentence: string } }[];
  };
}
const changes = async (more: object = {}, by = ada) =>
  (await answered(spec, by, { ...asking, variables: { ...between, ...more } }))["changes"] as Told["changes"];
const refusal = async (more: object): Promise<unknown> =>
  (await ask(spec, ada, { ...asking, variables: { ...between, ...more } })).errors?.[0]?.message;

describe("what changed for a service", () => {
  it("says of each what, when, who, of which record, and how it is taken back while nothing came after it", async () => {
    const { totalCount, edges } = await changes();
    expect([totalCount, edges.map(({ node }) => [node["at"], node.sentence, (node["undo"] as { kind: string } | null)?.kind])]).toEqual([
      3,
      [
        ["2026-11-28T12:00:00.000Z", "ada killed pay in production: it hurts.", "releaseKill"],
        ["2026-11-28T12:00:00.000Z", "ada took pay in production from 5 % to 25 % of customers: more.", "revertFlag"],
        ["2026-11-28T11:00:00.000Z", "ada took pay in production from 0 % to 5 % of customers: first.", undefined],
      ],
    ]);
    expect(edges[1]?.node).toMatchObject({
      kind: "flag",
      planned: false,
      environment: "production",
      actor: { name: "ada" },
      record: { name: "pay" },
      event: { type: "RolloutStepped" },
      undo: { revision: 1, sentence: "Revert it to change 1, as it was before." },
    });
  });

  it("is of that service alone, and of the kinds asked for", async () => {
    expect((await changes({ from: "2026-11-28T09:00:00Z", service: "search" })).edges.map(({ node }) => node.sentence)).toEqual([
      "ada opened find in production.", "ada registered the release flag find.",
    ]);
    expect(await changes({ kinds: ["deploy", "hold"] })).toMatchObject({ totalCount: 0, edges: [] });
  });

  it("undoes nothing when looking back", async () => {
    const { edges } = await changes({ asOf: { at: "2026-11-28T12:30:00Z" } });
    expect(edges.map(({ node }) => node["undo"])).toEqual([null, null, null]);
  });

  it("tells what is planned with who asked, and how it is called off", async () => {
    const { changeId } = (await spec.run(ada, "proposeChange", {
      ...place, change: { kind: "rollout", parts: 50_000 }, reason: "at night", applyAt: "2026-11-28T23:00:00Z",
    })) as SpecPayload & { readonly changeId: string };
    const { edges } = await changes({ to: "2026-11-29T00:00:00Z", kinds: ["schedule"] });
    expect(edges[0]?.node).toMatchObject({
      kind: "schedule", at: "2026-11-28T23:00:00.000Z", planned: true, sentence: "pay in production: 25 % → 50 %, asked for by ada.",
      actor: null, event: null, record: { name: "pay" }, undo: { kind: "declineRequest", subject: changeId },
    });
  });

  it("refuses a span without a moment in it, and a service that there is none of", async () => {
    expect(await refusal({ to: between.from })).toContain("the same moment");
    expect(await refusal({ from: between.to, to: between.from })).toContain("exchange them");
    expect(await refusal({ service: "nowhere" })).toContain('There is no service "nowhere"');
  });

  it("is for who may read; a token that is limited to other services is refused", async () => {
    const search = await answered(spec, ada, { query: '{ service(slug: "search") { id } }' });
    const id = Buffer.from(String((search["service"] as { id: string }).id), "base64").toString().split(":")[1] ?? "";
    const limited: Principal = { ...ada, serviceIds: [id] };
    expect((await ask(spec, limited, { ...asking, variables: between })).errors?.[0]?.message).toBeDefined();
    expect((await changes({ service: "search", from: "2026-11-28T09:00:00Z" }, limited)).totalCount).toBe(2);
  });
});
