import { customerDecider, type CustomerCommand } from "@ballast/domain/customer";
import { idOf, RevisionConflict, streamOf, type HandlingContext, type Log } from "@ballast/eventlog";
import type { CustomerEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { recordFresh, type Collecting } from "./recordFresh.ts";

const now = "2026-11-01T10:00:00.000Z";
const keyOf = (id: string): string => idOf(customerDecider, id);
const streamFor = (id: string) => streamOf(customerDecider, keyOf(id));

/** A customer's line takes one append; one that is written "a+b" takes two. */
const collecting: Collecting<string> = async (item, collect) => {
  for (const id of item.split("+")) {
    const command: CustomerCommand = {
      type: "DescribeCustomer", now, customerId: keyOf(id), id, name: id, plan: null, region: null, attributes: {}, by: "import",
    };
    const context: HandlingContext<CustomerEvent> = {
      commandId: keyOf(`command ${id}`), actor: { personId: null, name: "spec", means: "import" }, now, correlationId: "spec",
      causationId: "spec",
    };
    collect(
      { aggregate: customerDecider, id: keyOf(id), command, occurredAt: () => now, source: () => ({ kind: "customers", id }) },
      context,
    );
  }
};

/** A log that knows these already; answers which streams each call was about. */
function logWith({ known = [], alone = false }: { known?: readonly string[]; alone?: boolean }) {
  const calls: number[] = [];
  const there = new Set<string>(known.map(streamFor));
  const appendTogether: Log["appendTogether"] = ({ appends }) => {
    calls.push(appends.length);
    if (alone) return Promise.resolve(null);
    const conflicts = appends.map(({ stream }) => stream).filter((stream) => there.has(stream));
    const [first] = conflicts;
    return first === undefined
      ? Promise.resolve(appends.map(() => ({ revision: 0n, position: "7" })))
      : Promise.reject(new RevisionConflict(first, 0n, conflicts));
  };
  return { calls, log: { appendTogether } as Log };
}

describe("records of an import that nobody knows yet", () => {
  const many = Array.from({ length: 450 }, (_, n) => `c-${String(n)}`);

  it("go into the log many at a time", async () => {
    const { log, calls } = logWith({});
    const done = await recordFresh(log, many, collecting);
    expect([done.size, calls]).toEqual([450, [200, 200, 50]]);
    expect(done.get("c-7")).toMatchObject({ position: "7", first: true, events: [{ type: "CustomerDescribed", data: { id: "c-7" } }] });
  });

  it("are told from those that are there, in one more call, whatever is among them", async () => {
    const { log, calls } = logWith({ known: ["c-1", "c-3"] });
    expect([...(await recordFresh(log, ["c-0", "c-1", "c-2", "c-3", "one+two"], collecting)).keys()]).toEqual(["c-0", "c-2"]);
    expect(calls).toEqual([4, 2]);
  });

  it("go by themselves where the log takes one stream at a time, or there is one", async () => {
    const { log, calls } = logWith({ alone: true });
    expect((await recordFresh(log, many, collecting)).size).toBe(0);
    expect((await recordFresh(log, ["c-0"], collecting)).size).toBe(0);
    expect(calls).toEqual([200]);
  });
});
