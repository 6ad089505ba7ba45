import { followFlags, type FlagFollower } from "@ballast/flags";
import { openReadModel } from "@ballast/readmodel";
import { afterAll, beforeAll, expect, it } from "vitest";
import { specFlags } from "../specification/flags.ts";
import { specServer, type SpecServer } from "../specification/server.ts";
import { knownFlags } from "./knownFlags.ts";

let spec: SpecServer;
beforeAll(async () => void (spec = await specServer()));
afterAll(() => spec.close());

/** What a server would answer applications, and when each environment changed last. */
const answers = (flags: FlagFollower) => ({
  customers: [...flags.held.customers()].map(({ id }) => id).toSorted(),
  environments: flags.environments().map((name) => {
    const here = flags.environment(name);
    const given = [...(here?.flags ?? [])].map(([key, flag]) => [key, flag.evaluate({ targetingKey: "acme" }).variant]);
    return { name, position: here?.position, given };
  }),
});

it("flags that begin with what the read model knows are those that were folded from the whole log, also after what came later", async () => {
  const ada = await spec.person("ada");
  const flags = specFlags(spec, ada);
  await flags.open("pay");
  await flags.open("search", undefined, "staging");
  await flags.open("gone");
  await flags.archive("gone");
  await spec.run(ada, "describeCustomer", { externalId: "acme", name: "Acme" });
  await flags.tell("pay", { team: "checkout" });
  await spec.server.readModel.waitFor(await flags.kill("search", "staging"));
  await spec.server.readModel.rebuild();
  const known = knownFlags(spec.server.readModel);
  expect(known?.position).toBe(spec.server.readModel.status().position);
  const killed = await flags.kill("pay");
  const now = (): Date => spec.server.now();
  const [whole, resumed] = [followFlags({ log: spec.server.log, now }), followFlags({ log: spec.server.log, known, now })];
  await Promise.all([whole.waitFor(killed), resumed.waitFor(killed)]);
  expect(answers(resumed)).toEqual(answers(whole));
  expect(answers(resumed)).toMatchObject({
    customers: [expect.any(String)],
    environments: [
      { name: "production", position: killed, given: [["pay", "off"], ["gone", null]] }, { name: "staging", given: [["search", "off"]] },
    ],
  });
  await Promise.all([whole.close(), resumed.close()]);
});

it("a read model that is being built says nothing of them", async () => {
  const empty = openReadModel({ file: ":memory:", log: spec.server.log });
  expect(knownFlags(empty)).toBeNull();
  await empty.close();
});
