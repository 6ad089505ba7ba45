import { pageDecider, Rejection } from "@ballast/domain";
import { flagDecider, managedFlag } from "@ballast/domain/flag";
import { handle, idOf, ids } from "@ballast/eventlog";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { toGlobalId } from "../graphql/globalId.ts";
import { answered, ask } from "../specification/asking.ts";
import { delivered, type Delivered } from "../specification/delivered.ts";
import { flagsCaughtUp } from "../specification/flags.ts";
import { specServer, type SpecServer } from "../specification/server.ts";
import { mutations as allMutations } from "../slices.ts";
import type { InputField } from "./inputFields.ts";

let spec: SpecServer;
let ada: Principal;
let eve: Principal;
let search: Delivered;
const kinds = ["Incident", "Page", "Review"] as const;
let hidden: Readonly<Record<(typeof kinds)[number], string>>;
let openIncident = "";
beforeAll(async () => {
  spec = await specServer();
  ada = await spec.person("ada");
  eve = await spec.person("eve", ["viewer", "engineer", "tpm"]);
  search = await delivered(spec, ada, { slug: "search", releases: 2 });
  const incidentId = (
    await spec.run(ada, "declareIncident", { title: "Somebody got in", severity: 1, services: ["search"], private: true })
  ).recordId;
  openIncident = (await spec.run(eve, "declareIncident", { title: "Search is slow", severity: 3, services: ["search"] })).recordId;
  const { recordId: review } = await spec.run(ada, "openReview", { incidentId });
  hidden = { Incident: incidentId, Page: await pageFor(incidentId), Review: review };
  await spec.run(ada, "addLink", { incidentId: openIncident, type: "followsFrom", kind: "incident", recordId: incidentId });
});
afterAll(() => spec.close());

async function pageFor(incidentId: string): Promise<string> {
  const [pageId, now] = [crypto.randomUUID(), spec.server.now().toISOString()];
  const { position } = await handle(spec.server.log, {
    aggregate: pageDecider,
    id: pageId,
    command: {
      type: "RequestPage", now, pageId, incidentId, purpose: "responders", severity: 1, rotationIds: [],
      escalations: [], personIds: [ada.person.id],
      reason: "INC", policy: { acknowledgeWithinMs: 1_000, rounds: 1, repeatEveryMs: 60_000 },
    },
    context: {
      commandId: ids.command("spec", pageId), actor: { personId: null, name: "spec", means: "workflow" }, now, correlationId: "spec",
      causationId: "spec",
    },
  });
  await spec.server.readModel.waitFor(position);
  return pageId;
}

/** Values that some field or other takes. */
const candidates = (field: InputField): readonly unknown[] => {
  const type = field.type();
  const words = typeof type === "object" && !Array.isArray(type) ? Object.values(type) : [];
  return [
    undefined,
    ...words,
    "Why not",
    "search",
    "production",
    openIncident,
    "2026-11-23T09:00:00.000Z",
    1,
    50,
    true,
    [],
    ["search"],
    {},
    { prerequisites: [], rules: [], rollout: null, defaultVariant: "off" },
    { kind: "rollout", parts: 0 },
    [{ subject: "timeline", title: "Timeline", minutes: 15 }],
  ];
};

/** The smallest input that a mutation takes, with some of its fields given. */
function inputFor(fields: Readonly<Record<string, InputField>>, given: Readonly<Record<string, unknown>>): object {
  const filled = Object.entries(fields).map(
    ([name, field]) => [name, given[name] ?? candidates(field).find((value) => field.schema.safeParse(value).success)] as const,
  );
  return Object.fromEntries(filled);
}

async function refusalOf(attempt: Promise<unknown>): Promise<Rejection | null> {
  try {
    await attempt;
    return null;
  } catch (error) {
    if (error instanceof Rejection) return error;
    throw error;
  }
}

/** Every mutation with every argument of it that may name an incident, a page or a review. */
const arguments_ = allMutations.flatMap(({ name, input }) =>
  Object.entries(input).flatMap(([field, { names }]) =>
    kinds.flatMap((kind) => (names?.({ kind: kind.toLowerCase() }) === kind ? [[name, field, kind] as const] : [])),
  ),
);

describe("a record that somebody must not know of", () => {
  it("is looked for in every argument", () => {
    expect(arguments_.length).toBeGreaterThan(20);
    expect(arguments_).toEqual(
      expect.arrayContaining([
        ["mergeIncident", "intoIncidentId", "Incident"],
        ["addLink", "recordId", "Incident"],
        ["acknowledgePage", "pageId", "Page"],
        ["rollbackService", "incidentId", "Incident"],
        ["movePresenter", "reviewId", "Review"],
      ]),
    );
  });

  it.each(arguments_)("%s(%s) answers a hidden %s as one that is not there, and writes nothing", async (name, field, kind) => {
    const mutation = allMutations.find((one) => one.name === name);
    if (mutation === undefined) throw new Error(name);
    const attempt = (id: string) =>
      refusalOf(spec.run(eve, name, inputFor(mutation.input, { incidentId: openIncident, kind: kind.toLowerCase(), [field]: id })));
    const nobody = crypto.randomUUID();
    const before = await spec.server.log.lastPosition();
    const [there, absent] = [await attempt(hidden[kind]), await attempt(nobody)];
    expect(there).toMatchObject({ code: "NOT_FOUND", path: [field] });
    expect([there?.code, there?.path, there?.message.replaceAll(hidden[kind], "ID")]).toEqual([
      absent?.code, absent?.path, absent?.message.replaceAll(nobody, "ID"),
    ]);
    expect(await spec.server.log.lastPosition()).toBe(before);
  });

  it("is named by no event that they can read, and no story leads to it", async () => {
    const text = "{ events(first: 500) { edges { node { type stream data correlationId causationId sentence } } } }";
    const seen = await answered(spec, eve, { query: text });
    expect(JSON.stringify(seen)).toContain("NumberTaken");
    for (const id of Object.values(hidden)) expect(JSON.stringify(seen)).not.toContain(id);
    const stories = [...JSON.stringify(seen).matchAll(/"correlationId":"([^"]+)"/g)].map(([, id]) => ids.incident(id ?? ""));
    expect(stories).not.toContain(hidden.Incident);
    const known = await answered(spec, ada, { query: text });
    expect(JSON.stringify(known)).toContain(hidden.Incident);
  });
});

describe("a token that is limited to some services", () => {
  it("reads what is of its services and nothing else, also by a way round", async () => {
    const { recordId: mine } = await spec.run(ada, "registerService", { slug: "mine", name: "Mine" });
    const limited: Principal = { ...ada, means: "api-token", serviceIds: [mine] };
    const own = (await spec.run(ada, "declareIncident", { title: "Mine is slow", severity: 3, services: ["mine"] })).recordId;
    const both = (await spec.run(ada, "declareIncident", { title: "Both are slow", severity: 3, services: ["mine", "search"] })).recordId;
    const flag = (key: string, service: string): object => ({ key, kind: "release", services: [service], environments: ["production"] });
    await spec.run(ada, "registerFlag", flag("mine-pay", "mine"));
    await spec.run(ada, "registerFlag", flag("search-pay", "search"));
    await flagsCaughtUp(spec);
    const codes = async (query: string): Promise<readonly unknown[]> =>
      ((await ask(spec, limited, { query })).errors ?? []).map(({ originalError }) =>
        originalError instanceof Rejection ? originalError.code : originalError,
      );
    const allowed = [
      "{ me { via } health { position } }",
      '{ service(slug: "mine") { name } }',
      '{ releases(filter: { service: "mine" }) { totalCount } }',
      `{ incident(id: "${own}") { title services { slug } } }`,
      '{ flag(key: "mine-pay") { name targetings { sentence } } }',
      '{ flagChangePreview(flag: "mine-pay", environment: "production", change: { kind: "kill" }) { sentence } }',
      '{ flagEnginePreview(flag: "mine-pay") { from } }',
      '{ explainFlag(flag: "mine-pay", environment: "production", customer: "acme") { variant } }',
    ];
    for (const query of allowed) expect([query, await codes(query)]).toEqual([query, []]);
    const refused = [
      '{ service(slug: "search") { name } }',
      "{ services { totalCount } }",
      "{ releases { totalCount } }",
      '{ releases(filter: { service: "search" }) { totalCount } }',
      '{ flag(key: "search-pay") { name } }',
      '{ flagChangePreview(flag: "search-pay", environment: "production", change: { kind: "kill" }) { sentence } }',
      '{ flagEnginePreview(flag: "search-pay") { from } }',
      '{ explainFlag(flag: "search-pay", environment: "production", customer: "acme") { variant } }',
      "{ flagRequests { changeId } }",
      "{ events { totalCount } }",
      "{ now { sentence } }",
      "{ people { totalCount } }",
      '{ search(text: "search") { title } }',
      `{ incident(id: "${openIncident}") { title } }`,
      `{ incident(id: "${both}") { title } }`,
      `{ node(id: "${toGlobalId("Service", search.serviceId)}") { id } }`,
      `{ incident(id: "${crypto.randomUUID()}") { title } }`,
    ];
    for (const query of refused) expect([query, await codes(query)]).toEqual([query, ["NOT_ALLOWED"]]);
  });

  it("reaches records of others by no argument", async () => {
    const { recordId: other } = await spec.run(ada, "registerService", { slug: "other", name: "Other" });
    const limited: Principal = { ...ada, means: "api-token", serviceIds: [other] };
    await spec.run(limited, "registerFlag", { key: "other-pay", kind: "release", services: ["other"], environments: ["production"] });
    const searchPay = idOf(flagDecider, managedFlag, "search-pay", null);
    const needing = { prerequisites: [{ flagId: searchPay, variants: ["on"] }], rules: [], rollout: null, defaultVariant: "off" };
    const declared = await spec.run(limited, "declareIncident", { title: "Other is slow", severity: 3, services: ["other"] });
    const refused = [
      () => spec.run(limited, "mergeIncident", { incidentId: declared.recordId, intoIncidentId: openIncident }),
      () =>
        spec.run(limited, "addLink", {
          incidentId: declared.recordId, type: "caused", kind: "release", recordId: ids.release(search.serviceId, "1"),
        }),
      () => spec.run(limited, "setFlagRules", { flag: "other-pay", environment: "production", rules: needing }),
      () =>
        spec.run(limited, "proposeChange", {
          flag: "other-pay", environment: "production", reason: "x", change: { kind: "rules", rules: needing },
        }),
      () => spec.run(limited, "killFlag", { flag: "search-pay", environment: "production" }),
      () => spec.run(limited, "nameServices", { incidentId: declared.recordId, services: ["search"] }),
      () => spec.run(limited, "declareIncident", { title: "T", severity: 3, services: ["other"], suspectedDeployId: crypto.randomUUID() }),
    ];
    for (const attempt of refused) expect(await refusalOf(attempt())).toMatchObject({ code: "NOT_ALLOWED" });
  });
});
