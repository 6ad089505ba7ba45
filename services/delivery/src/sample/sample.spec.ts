import { describe, expect, it } from "vitest";
import { answers, behaviourFrom, failsFor } from "./behaviour.ts";
import { sampleCustomers } from "./customers.ts";
import { customerOrder } from "./traffic.ts";

describe("the sample's customers", () => {
  it("are all different, more than 500 of them by a company's name", () => {
    const customers = sampleCustomers(2_000);
    expect(new Set(customers).size).toBe(2_000);
    expect(customers.filter((name) => !name.startsWith("Customer "))).toHaveLength(540);
    expect(customers[0]).toBe("Northwind Bakery");
  });

  it("ask in the same order for the same seed, a few of them far more often, everybody within a round or two", () => {
    const [next, again, other] = [customerOrder(600, "checkout"), customerOrder(600, "checkout"), customerOrder(600, "search")];
    const asked = Array.from({ length: 6_000 }, next);
    expect(Array.from({ length: 50 }, again)).toEqual(asked.slice(0, 50));
    expect(Array.from({ length: 50 }, other)).not.toEqual(asked.slice(0, 50));
    const counts = [...Map.groupBy(asked, (name) => name).values()].map(({ length }) => length).toSorted((a, b) => b - a);
    expect(counts).toHaveLength(600);
    expect(counts[0]).toBeGreaterThan(8 * (counts[300] ?? 0));
    expect(new Set(asked.slice(0, 900)).size).toBe(600);
  });
});

describe("the sample's behaviours", () => {
  const customers = sampleCustomers(2_000);
  const every = (env: Record<string, string>) => {
    const answer = answers(behaviourFrom(env), "v1");
    return customers.map((customer) => ({ customer, ...answer(customer) }));
  };

  it("healthy answers quickly and well", () => {
    const all = every({});
    expect(all.filter(({ error }) => error !== null)).toEqual([]);
    expect(Math.max(...all.map(({ delayMs }) => delayMs))).toBeLessThan(15);
  });

  it("slow keeps one in ten waiting, which the 95th percentile shows", () => {
    const delays = every({ BEHAVIOUR: "slow" }).map(({ delayMs }) => delayMs).toSorted((a, b) => a - b);
    expect(delays[Math.floor(delays.length * 0.95)]).toBeGreaterThan(250);
    expect(delays[Math.floor(delays.length * 0.5)]).toBeLessThan(15);
  });

  it("failing fails for about 30 % of customers, always the same ones", () => {
    const failing = every({ BEHAVIOUR: "failing" }).filter(({ error }) => error !== null).map(({ customer }) => customer);
    expect(failing.length / customers.length).toBeCloseTo(0.3, 1);
    expect(failing).toEqual(customers.filter((customer) => failsFor(behaviourFrom({ BEHAVIOUR: "failing" }), customer)));
    expect(every({ BEHAVIOUR: "failing", FAILING_SHARE: "1" }).filter(({ error }) => error === null)).toEqual([]);
  });

  it("noise fails now and then, whoever asks", () => {
    const failed = every({ NOISE: "0.1" }).filter(({ error }) => error !== null);
    expect(failed.length / customers.length).toBeCloseTo(0.1, 1);
  });

  it("are named, not guessed", () => {
    expect(() => behaviourFrom({ BEHAVIOUR: "helthy" })).toThrow("BEHAVIOUR=helthy is none of healthy, slow, failing, crash");
  });
});
