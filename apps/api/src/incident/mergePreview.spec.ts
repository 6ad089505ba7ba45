import { pageDecider } from "@ballast/domain";
import { handle, ids } from "@ballast/eventlog";
import { defaultPagePolicy } from "@ballast/schema";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { answered } from "../specification/asking.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let ada: Principal;
let ben: Principal;
beforeAll(async () => {
  spec = await specServer();
  ada = await spec.person("ada", ["engineer", "responder"]);
  ben = await spec.person("ben", ["responder"]);
  for (const slug of ["shop", "search"]) await spec.run(ada, "registerService", { slug, name: slug });
});
afterAll(() => spec.close());

const declared = async (title: string, services: readonly string[]): Promise<string> =>
  (await spec.run(ada, "declareIncident", { title, severity: 3, services: [...services], components: ["Cart"] })).recordId;

it("says which pages stop, who is moved nowhere, what is not named in the other one, and what stays", async () => {
  const [from, into] = [await declared("twin", ["shop", "search"]), await declared("real", ["shop"])];
  await spec.run(ada, "takeRole", { incidentId: from, role: "commander", personId: ben.person.id });
  const pageId = ids.page(from, "responders", "spec");
  const now = spec.server.now().toISOString();
  const { position } = await handle(spec.server.log, {
    aggregate: pageDecider, id: pageId,
    command: {
      type: "RequestPage", now, pageId, incidentId: from, purpose: "responders", severity: 3, rotationIds: [], escalations: [],
      personIds: [ben.person.id], reason: "it fails", policy: defaultPagePolicy,
    },
    context: {
      commandId: ids.command("spec", pageId), actor: { personId: null, name: "spec", means: "system" }, now, correlationId: "c",
      causationId: "c",
    },
  });
  await spec.server.readModel.waitFor(position);
  const fields = "refusal effects { sentence warns }";
  const said = await answered(spec, ada, {
    query: `query ($from: ID!, $into: ID!) { mergePreview(incidentId: $from, intoIncidentId: $into) { ${fields} } }`,
    variables: { from, into },
  });
  expect(said["mergePreview"]).toEqual({
    refusal: null,
    effects: [
      { sentence: "INC-1 ends and counts in no figure; no review of it falls due. Reopening takes it up again.", warns: false },
      { sentence: "INC-2 goes on as it is.", warns: false },
      { sentence: "The timeline, updates, links and milestones of INC-1 stay with it, and it leads to INC-2.", warns: false },
      { sentence: "ben works on INC-1 and has no role in INC-2: a merge moves nobody.", warns: true },
      { sentence: "search is not named in INC-2: name it there, or what comes of it opens an incident of its own.", warns: true },
      // Nobody is called for the other one, and nobody has answered there.
      { sentence: "1 page of INC-1 stops calling ben.", warns: true },
    ],
  });
});

const refusal = async (from: string, into: string): Promise<unknown> => {
  const fields = "refusal effects { sentence }";
  const query = `query ($from: ID!, $into: ID!) { mergePreview(incidentId: $from, intoIncidentId: $into) { ${fields} } }`;
  return (await answered(spec, ada, { query, variables: { from, into } }))["mergePreview"];
};

it("refuses what would end something real with a drill, and says when two are merged already, as the press does", async () => {
  const [real, other] = [await declared("real one", ["shop"]), await declared("another", ["shop"])];
  const drill = async (title: string): Promise<string> =>
    (await spec.run(ada, "declareIncident", { title, severity: 3, services: ["shop"], drill: true })).recordId;
  const [exercise, second] = [await drill("exercise"), await drill("same exercise")];
  const words = '"exercise" is a drill: what is real would end with it';
  expect(await refusal(real, exercise)).toEqual({ refusal: words, effects: [] });
  await expect(spec.run(ada, "mergeIncident", { incidentId: real, intoIncidentId: exercise, reason: "same" })).rejects.toThrow(words);
  // A drill may end in another one, or in what turned out to be real.
  expect(await refusal(second, exercise)).toMatchObject({ refusal: null });
  expect(await refusal(exercise, real)).toMatchObject({ refusal: null });
  await spec.run(ada, "mergeIncident", { incidentId: real, intoIncidentId: other, reason: "same" });
  expect(await refusal(real, other)).toEqual({ refusal: "the two are merged already", effects: [] });
});
