import type { Role } from "@ballast/schema";
import { role } from "@ballast/schema";
import { rolesOfPeople } from "@ballast/schema/permissions";
import {
  isEnumType, isInputObjectType,
  isListType, isNonNullType, isObjectType, isInterfaceType, isUnionType, subscribe, parse, type GraphQLArgument,
  type GraphQLField, type GraphQLInputType, type GraphQLObjectType,
} from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mutations as allMutations } from "../slices.ts";
import { ask, specSchema } from "../specification/asking.ts";
import { specServer, type SpecServer } from "../specification/server.ts";
import type { Principal } from "../auth/principal.ts";

let spec: SpecServer;
let ada: Principal;
beforeAll(async () => {
  spec = await specServer();
  ada = await spec.person("ada");
});
afterAll(() => spec.close());

/** Who may ask: everybody, whoever is signed in and may read, or these roles. */
type Policy = "everybody" | "signedIn" | readonly Role[];

/** What is not for whoever is signed in and may read; everything else at the root is, also what is added. */
const exceptions: Readonly<Record<string, Policy>> = {
  me: "everybody", failedSignIns: ["admin"], deliveries: ["admin"], triedMapping: ["admin"],
  subscribers: ["tpm", "admin"],
  alertRuleTrial: ["engineer", "commander", "tpm", "admin"], statusPagePreview: ["commander", "tpm", "admin"],
};

/** A value that an argument takes; whether it names anything does not matter here. */
function literal(type: GraphQLInputType): string {
  if (isNonNullType(type)) return literal(type.ofType);
  if (isListType(type)) return `[${literal(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? "";
  if (isInputObjectType(type)) {
    const needed = Object.values(type.getFields()).filter((field) => isNonNullType(field.type));
    return `{ ${needed.map((field) => `${field.name}: ${literal(field.type)}`).join(", ")} }`;
  }
  const known: Readonly<Record<string, string>> = { Int: "1", Boolean: "true", DateTime: '"2026-01-01T00:00:00Z"' };
  return known[type.name] ?? '"x"';
}

const argument = ({ name, type }: GraphQLArgument): string[] => (isNonNullType(type) ? [`${name}: ${literal(type)}`] : []);

function documentOf({ name, args, type }: GraphQLField<unknown, unknown>): string {
  const given = args.flatMap(argument).join(", ");
  const named = isNonNullType(type) ? type.ofType : type;
  const element = isListType(named) ? (isNonNullType(named.ofType) ? named.ofType.ofType : named.ofType) : named;
  const inner = isObjectType(element) || isInterfaceType(element) || isUnionType(element) ? " { __typename }" : "";
  return `${name}${given === "" ? "" : `(${given})`}${inner}`;
}

const fieldsOf = (type: GraphQLObjectType | null | undefined): readonly GraphQLField<unknown, unknown>[] =>
  Object.values(type?.getFields() ?? {});
const schema = await specSchema();
const queries = fieldsOf(schema.getQueryType()).map(({ name }) => name);
const subscriptions = fieldsOf(schema.getSubscriptionType()).map(({ name }) => name);
const refusals = ["NOT_SIGNED_IN", "NOT_ALLOWED"];

/** NOT_SIGNED_IN, NOT_ALLOWED, or "let in": what else may be wrong with the question is not asked here. */
function verdict(errors: readonly { readonly originalError?: unknown }[] | undefined): string {
  const codes = (errors ?? []).map(({ originalError }) =>
    typeof originalError === "object" && originalError !== null && "code" in originalError ? String(originalError.code) : "",
  );
  return codes.find((code) => refusals.includes(code)) ?? "let in";
}

/** The token of an application evaluates flags, a calendar's address is read by itself: neither asks anything here. */
const mayAsk = (policy: Policy, one: Role): boolean =>
  rolesOfPeople.includes(one) && (policy === "everybody" || policy === "signedIn" || policy.includes(one));

describe("every field at the root has its policy", () => {
  it("and no policy is left over", () => {
    expect(queries).toEqual(expect.arrayContaining(Object.keys(exceptions)));
    expect(fieldsOf(schema.getMutationType()).map(({ name }) => name).toSorted()).toEqual(allMutations.map(({ name }) => name).toSorted());
  });
});

describe("who may ask", () => {
  it.each(queries)("%s", async (name) => {
    const policy = exceptions[name] ?? "signedIn";
    const field = fieldsOf(schema.getQueryType()).find((one) => one.name === name);
    const query = field === undefined ? "" : `{ ${documentOf(field)} }`;
    expect(verdict((await ask(spec, null, { query })).errors)).toBe(policy === "everybody" ? "let in" : "NOT_SIGNED_IN");
    for (const one of role.options) {
      const answer = await ask(spec, { ...ada, roles: [one] }, { query });
      expect([one, verdict(answer.errors)]).toEqual([one, mayAsk(policy, one) ? "let in" : "NOT_ALLOWED"]);
    }
    expect(verdict((await ask(spec, { ...ada, roles: [] }, { query })).errors), "without any role").toBe("NOT_ALLOWED");
  });

  it.each(subscriptions)("listen to %s", async (name) => {
    const policy: Policy = "signedIn";
    const field = fieldsOf(schema.getSubscriptionType()).find((one) => one.name === name);
    const document = parse(field === undefined ? "" : `subscription { ${documentOf(field)} }`);
    const listen = async (principal: Principal | null): Promise<string> => {
      const answer = await subscribe({ schema, document, contextValue: spec.contextOf(principal) });
      if ("errors" in answer) return verdict(answer.errors);
      if (Symbol.asyncIterator in answer) await answer.return(undefined);
      return "let in";
    };
    expect(await listen(null)).toBe("NOT_SIGNED_IN");
    for (const one of role.options)
      expect([one, await listen({ ...ada, roles: [one] })]).toEqual([one, mayAsk(policy, one) ? "let in" : "NOT_ALLOWED"]);
  });
});
