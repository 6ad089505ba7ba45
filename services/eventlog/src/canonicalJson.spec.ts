import { describe, expect, it } from "vitest";
import { canonicalJson, payloadHash } from "./canonicalJson.ts";

describe("canonical JSON", () => {
  it("does not depend on the order of keys, at any depth", () => {
    expect(canonicalJson({ b: [{ d: 1, c: "é" }], a: null })).toBe('{"a":null,"b":[{"c":"é","d":1}]}');
    expect(payloadHash({ a: 1, b: { c: 2, d: 3 } })).toBe(payloadHash({ b: { d: 3, c: 2 }, a: 1 }));
  });

  it("leaves undefined fields out, as JSON does", () => {
    expect(payloadHash({ a: 1, b: undefined })).toBe(payloadHash({ a: 1 }));
    expect(canonicalJson([undefined, 1n])).toBe('[null,"1"]');
  });

  it("tells different payloads apart", () => {
    expect(payloadHash({ a: "1" })).not.toBe(payloadHash({ a: 1 }));
  });
});
