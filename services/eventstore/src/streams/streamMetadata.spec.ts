import { describe, expect, test } from "vitest";
import { isSoftDeleted, parseStreamMetadata, softDeletedMetadata, withTruncateBefore } from "./streamMetadata.ts";

const bytes = (text: string): Uint8Array => Buffer.from(text);
const text = (data: Uint8Array): string => Buffer.from(data).toString("utf8");

describe("stream metadata", () => {
  test("with $tb of 2^63 - 1 is a soft delete, and nothing smaller is", () => {
    expect(isSoftDeleted(parseStreamMetadata(softDeletedMetadata()))).toBe(true);
    expect(isSoftDeleted(parseStreamMetadata(bytes('{"$tb":9007199254740990}')))).toBe(false);
  });

  test("that gets another $tb keeps every other member, large numbers to the digit", () => {
    const changed = withTruncateBefore(bytes('{"big":9223372036854775807,"$tb":9223372036854775807,"n":{"x":[1.5]}}'), 4);
    expect(text(changed)).toBe('{"big":9223372036854775807,"$tb":4,"n":{"x":[1.5]}}');
  });

  test("that is not an object, or has members of the wrong type, counts as not set", () => {
    for (const data of ["", "no", "[1]", '"x"', '{"$maxCount":"3","$maxAge":-1,"$acl":7}']) {
      expect(parseStreamMetadata(bytes(data))).toEqual({});
    }
  });

  test("takes a role or a list of them", () => {
    expect(parseStreamMetadata(bytes('{"$acl":{"$r":"ann","$w":["bob","$ops"]}}')).acl).toEqual({
      read: ["ann"],
      write: ["bob", "$ops"],
    });
  });
});
