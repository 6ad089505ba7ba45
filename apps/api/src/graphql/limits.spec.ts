import { getIntrospectionQuery, GraphQLError } from "graphql";
import { describe, expect, it } from "vitest";
import { refuseOddValues, requestBounds } from "./boundedRequest.ts";
import { boundedDocument } from "./limits.ts";

const times = (n: number, part: (index: number) => string): string => Array.from({ length: n }, (_, index) => part(index)).join(" ");

/** Fragments that spread the next one twice: a few hundred bytes select more than there are atoms. */
const spread = (levels: number, leaf: string): string =>
  `query { ...f0 } ${times(levels, (i) => `fragment f${i} on Query { ...f${i + 1} ...f${i + 1} }`)} fragment f${levels} on Query { ${leaf} }`;
const spreadInFields = (levels: number): string =>
  `query { ...f0 } ${times(levels, (i) => `fragment f${i} on Query { a: node(id: 1) { ...f${i + 1} } b: node(id: 1) { ...f${i + 1} } }`)} fragment f${levels} on Query { __typename }`;

/** What is answered: `fine`, the code of a refusal, or `no document`. */
function outcomeOf(text: string): unknown {
  try {
    boundedDocument(text);
    return "fine";
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return error.extensions["code"] ?? "no document";
  }
}

describe("a document that is meant to keep the server busy", () => {
  it.each([12, 24, 40, 99, 400, 5_000])(
    "is refused for fragments spread in fragments, %i of them, whatever stands at their end",
    (levels) => {
      for (const leaf of ["__typename", "...absent", `...f${levels}`, "...f0"])
        expect(outcomeOf(spread(levels, leaf))).toBe("QUERY_TOO_COMPLEX");
      expect(outcomeOf(spreadInFields(levels))).toBe("QUERY_TOO_COMPLEX");
      expect(outcomeOf(`${spread(levels, "__typename")} query other { __typename }`.replace("query { ...f0 }", ""))).toBe(
        "QUERY_TOO_COMPLEX",
      );
    },
  );

  it.each([
    ["brackets of selections", (n: number) => `${"{ a ".repeat(n)}${"}".repeat(n)}`],
    ["brackets of lists", (n: number) => `{ a(b: ${"[".repeat(n)}${"]".repeat(n)}) }`],
    ["brackets of objects", (n: number) => `{ a(b: ${"{c:".repeat(n)}1${"}".repeat(n)}) }`],
    ["brackets of list types", (n: number) => `query($a: ${"[".repeat(n)}Int${"]".repeat(n)}) { a }`],
    ["brackets that nothing closes", (n: number) => "{a".repeat(n)],
    ["inline fragments", (n: number) => `{ ${"... { ".repeat(n)} a ${"}".repeat(n)} }`],
    ["directives", (n: number) => `{ a ${"@skip(if: true) ".repeat(n)} }`],
    ["aliases", (n: number) => `{ ${times(n, (i) => `a${i}: f${i}`)} }`],
    ["one field", (n: number) => `{ a { ${"b ".repeat(n)} } }`],
    ["one field with fields", (n: number) => `{ a { ${"b { c } ".repeat(n)} } }`],
    ["fields at the root, by a fragment", (n: number) => `{ ...f } fragment f on Query { ${times(n, (i) => `f${i}`)} }`],
    [
      "fields in one place, by fragments",
      (n: number) =>
        `{ a { ${times(20, (i) => `...g${i}`)} } } ${times(20, (i) => `fragment g${i} on A { ${times(Math.min(n, 300) / 20, (j) => `f${i}x${j}`)} }`)}`,
    ],
    ["fragments", (n: number) => `{ a } ${times(n, (i) => `fragment f${i} on Query { a }`)}`],
    ["operations", (n: number) => times(n, (i) => `query q${i} { a }`)],
    ["variables", (n: number) => `query(${times(n, (i) => `$v${i}: Int`)}) { a }`],
    ["words", (n: number) => `{ a(b: [${"1 2 3 ".repeat(n)}]) }`],
    ["characters of a comment", (n: number) => `{ a } #${"x".repeat(n * 100)}`],
    [
      "introspection in introspection",
      (n: number) => `{ __schema { types { ${"fields { type { ".repeat(n / 100)} name ${"} } ".repeat(n / 100)} } } }`,
    ],
  ])("is refused for %s in great number", (_, document) => {
    expect(outcomeOf(document(3_000))).toBe("QUERY_TOO_COMPLEX");
    expect(outcomeOf(document(100_000))).toBe("QUERY_TOO_COMPLEX");
  });

  it("is told from an honest one, and from none", () => {
    expect(outcomeOf(getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true }))).toBe("fine");
    expect(
      outcomeOf(
        "{ services { edges { node { ...F lanes { ...L } } } } } fragment F on Service { slug ...G } fragment G on Service { name } fragment L on Lane { environment }",
      ),
    ).toBe("fine");
    expect(outcomeOf("{ services {")).toBe("no document");
    expect(outcomeOf("{ node(id: \"\\u0000\") { id } }")).toBe("BAD_USER_INPUT");
  });
});

describe("values of a request", () => {
  const nested = (levels: number): unknown => JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`);

  it("are refused when they are too deep, too many, or no text", () => {
    for (const odd of [nested(33), nested(100_000), Array.from({ length: 200_001 }, () => 1), { a: ["\0"] }, { a: "\ud800" }])
      expect(() => refuseOddValues({ input: odd })).toThrow(GraphQLError);
    expect(() => refuseOddValues({ input: { title: "💥 fine", list: nested(20) } })).not.toThrow();
  });

  it("are looked at in an address as in a body, and what is no request is left to the server", () => {
    const look = requestBounds();
    expect(() => look({ query: { query: "{ a }", variables: `{"a":${"[".repeat(50)}${"]".repeat(50)}}` } })).toThrow("levels");
    for (const body of [null, undefined, 7, "text", [], { query: 7 }, { query: "{" }, { variables: null }])
      expect(() => look({ body, query: {} })).not.toThrow();
    expect(() => look({ query: { variables: "{" } })).not.toThrow();
  });
});
