import { customerDescription, type CustomerEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { customerDecider, type CustomerCommand } from "./customerDecider.ts";

const [monday, tuesday] = ["2026-03-02T10:00:00.000Z", "2026-03-03T10:00:00.000Z"];
const customerId = "00000462-0000-4000-8000-000000000001";
const said = { id: "acme", name: "Acme GmbH", plan: "Enterprise", region: "eu-west", attributes: { seats: 120, tags: ["early"] } };
const describeIt = { type: "DescribeCustomer", now: monday, customerId, by: "hand", ...said } as const;
const described: CustomerEvent = { type: "CustomerDescribed", data: { customerId, ...said, by: "hand", at: monday } };
const see = (at: string, door: "deploy" | "evaluation" = "deploy"): CustomerCommand => ({
  type: "SeeCustomer", now: tuesday, customerId, id: "acme", door, at,
});
const seen = (at: string, door: "deploy" | "evaluation" = "deploy"): CustomerEvent => ({
  type: "CustomerSeen", data: { customerId, id: "acme", door, at },
});

describe("a customer", () => {
  it("is described, by hand or from an import; the same again, in whatever order, is nothing", () => {
    given(customerDecider, []).when(describeIt).then([described]);
    given(customerDecider, [described])
      .when({ ...describeIt, now: tuesday, by: "import", attributes: { tags: ["early"], seats: 120 } })
      .then([]);
    given(customerDecider, [described])
      .when({ ...describeIt, plan: null })
      .then([{ ...described, data: { ...described.data, plan: null } }]);
  });

  it("that was only seen is described as it is, even where that says nothing new", () => {
    const plain = { ...describeIt, name: "acme", plan: null, region: null, attributes: {} };
    const { type: _, now: __, ...data } = plain;
    given(customerDecider, [seen(monday)]).when(plain).then([{ type: "CustomerDescribed", data: { ...data, at: monday } }]);
  });

  it("is seen by each door once a day, whenever that was", () => {
    given(customerDecider, []).when(see(monday)).then([seen(monday)]);
    given(customerDecider, [seen(monday)]).when(see("2026-03-03T09:59:59.999Z")).then([]);
    given(customerDecider, [seen(monday)]).when(see(tuesday)).then([seen(tuesday)]);
    given(customerDecider, [seen(tuesday)]).when(see(monday)).then([]);
    given(customerDecider, [seen(monday)]).when(see(monday, "evaluation")).then([seen(monday, "evaluation")]);
  });

  it("goes by its id until somebody names it, and keeps where it was seen", () => {
    expect(given(customerDecider, [seen(monday)]).state).toMatchObject({
      id: "acme", name: "acme", described: false, seen: { deploy: { first: monday, last: monday } },
    });
    expect(
      given(customerDecider, [seen(tuesday), seen(monday), { ...described, data: { ...described.data, by: "import" } }]).state,
    ).toEqual({ links: [],
      status: "known", customerId, ...said, described: true,
      seen: { deploy: { first: monday, last: tuesday }, import: { first: monday, last: monday } },
    });
  });
});

describe("what may be said of a customer", () => {
  const problem = (more: object): string | undefined => customerDescription.safeParse({ ...said, ...more }).error?.issues[0]?.message;

  it("is any id of 200 characters, and any text, number, choice or list of texts", () => {
    for (const id of ["__proto__", "constructor", "Zürich Süd 🏔", "x".repeat(200), " "]) expect(problem({ id })).toBeUndefined();
    expect(problem({ attributes: { seats: -1.5, pilot: false, tags: ["a", "b"], none: "" } })).toBeUndefined();
    expect(problem({ attributes: Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`a${String(n)}`, n])) })).toBeUndefined();
  });

  it.each([
    ["an id that is too long", { id: "x".repeat(201) }],
    ["half a character", { id: "\ud83c" }],
    ["no name", { name: " " }],
    ["a number of which readers differ", { attributes: { n: 2 ** 53 } }],
    ["a value that is none", { attributes: { n: null } }],
    ["a value that is an object", { attributes: { n: { deep: true } } }],
    ["a value that is too long", { attributes: { n: "x".repeat(1_001) } }],
    ["a name that is too long", { attributes: { ["n".repeat(101)]: 1 } }],
    ["a name that would be lost", { attributes: JSON.parse("{\"__proto__\": 1}") as object }],
    ["more than fifty", { attributes: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`a${String(n)}`, n])) }],
  ])("is not %s", (_, more) => {
    expect(problem(more)).toEqual(expect.any(String));
  });
});
