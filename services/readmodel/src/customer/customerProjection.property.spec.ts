import { customerDecider, type CustomerCommand } from "@ballast/domain/customer";
import { idOf } from "@ballast/eventlog";
import fc from "fast-check";
import { expect, it } from "vitest";
import { rowsAreStates } from "../specification/randomHistories.ts";
import { customerProjection } from "./customerProjection.ts";

const customerId = idOf(customerDecider, "acme");
const dayOf = (n: number): string => new Date(Date.UTC(2026, 10, 1, n * 9)).toISOString();

const anyCommand: fc.Arbitrary<CustomerCommand> = fc
  .record({
    day: fc.nat(9), plan: fc.constantFrom(null, "Trial", "Enterprise"), seats: fc.nat(2),
    door: fc.constantFrom("deploy", "evaluation", "alert"), by: fc.constantFrom("import", "hand"),
  })
  .chain(({ day, plan, seats, door, by }) =>
    fc.constantFrom<CustomerCommand>(
      { type: "SeeCustomer", now: dayOf(9), customerId, id: "acme", door, at: dayOf(day) },
      { type: "DescribeCustomer", now: dayOf(day), customerId, id: "acme", name: "Acme", plan, region: null, attributes: { seats }, by },
    ),
  );

it("a customer's row says of every history what the domain's state says", () => {
  rowsAreStates(
    { record: ["customer", customerId], decider: customerDecider, projection: customerProjection, command: anyCommand },
    (state, row) => {
      if (state.status === "absent") return expect(row).toBeNull();
      const { status: _, customerId: key, id, ...rest } = state;
      expect(row).toEqual({ ...rest, id: key, externalId: id });
    },
  );
});
