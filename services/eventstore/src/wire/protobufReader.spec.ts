import { describe, expect, test } from "vitest";
import { BinaryWriter } from "./generated.ts";
import { ProtobufReader } from "./protobufReader.ts";

const written = (write: (writer: InstanceType<typeof BinaryWriter>) => void): Buffer => {
  const writer = new BinaryWriter();
  write(writer);
  return Buffer.from(writer.getResultBuffer());
};

describe("a message that was read where it stands", () => {
  test("says what the package has written", () => {
    const reader = new ProtobufReader(written((writer) => {
      writer.writeString(1, "Grüße 🧭");
      writer.writeBytes(2, Uint8Array.of(0, 255));
      writer.writeUint64String(3, "300");
      writer.writeUint64String(16, String(2n ** 53n - 1n));
      writer.writeDouble(5, -0.5);
      writer.writeBytes(6, written((inner) => inner.writeString(1, "within")));
    }));
    expect([reader.next(), reader.text()]).toEqual([1, "Grüße 🧭"]);
    expect([reader.next(), Array.from(reader.bytes())]).toEqual([2, [0, 255]]);
    expect([reader.next(), reader.integer()]).toEqual([3, 300]);
    expect([reader.next(), reader.integer()]).toEqual([16, 2 ** 53 - 1]);
    expect([reader.next(), reader.double()]).toEqual([5, -0.5]);
    expect(reader.next()).toBe(6);
    const inner = reader.nested();
    expect([inner.next(), inner.text(), inner.next()]).toEqual([1, "within", 0]);
    expect(reader.next()).toBe(0);
  });

  test.each(["0", "-1", "1", "-7", "9007199254740993", String(2n ** 63n - 1n), String(-(2n ** 63n))])("has a signed %s", (value) => {
    const reader = new ProtobufReader(written((writer) => writer.writeSint64String(1, value)));
    expect([reader.next(), reader.signed(), reader.next()]).toEqual([1, value, 0]);
  });

  test("passes over what nobody knows, in each form", () => {
    const reader = new ProtobufReader(written((writer) => {
      writer.writeUint64String(1, String(2n ** 64n - 1n));
      writer.writeDouble(2, 1);
      writer.writeFixed32(3, 1);
      writer.writeString(4, "long");
      writer.writeString(5, "found");
    }));
    for (let field = reader.next(); field !== 5; field = reader.next()) reader.skip();
    expect(reader.text()).toBe("found");
  });

  test.each<[string, readonly number[], (reader: ProtobufReader) => unknown]>([
    ["a text that ends behind it", [0x0a, 5, 65], (reader) => reader.text()],
    ["a number that does not end", [0x08, 255], (reader) => reader.integer()],
    ["a number of eleven groups", [0x08, ...Array.from({ length: 10 }, () => 255), 1], (reader) => reader.signed()],
    ["a double that ends behind it", [0x09, 1], (reader) => reader.double()],
    ["another form", [0x08, 1], (reader) => reader.text()],
    ["a form that there is not", [0x0b, 1], (reader) => reader.skip()],
    ["a field without a number", [0x02, 1], () => undefined],
  ])("is refused: %s", (_, bytes, read) => {
    expect(() => {
      const reader = new ProtobufReader(Buffer.from(bytes));
      reader.next();
      read(reader);
    }).toThrow();
  });
});
