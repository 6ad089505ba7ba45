import protobuf from "google-protobuf";
import { expect, it } from "vitest";
import { ProtobufFields } from "./protobufFields.ts";

it("is read by the package as it was written, however long", () => {
  const long = "Grüße – 支付 🧭 ".repeat(10_000);
  const fields = new ProtobufFields();
  fields.text(1, long).message(2, () => { fields.text(1, "").message(3, () => { fields.double(2, -0.5); }); });
  fields.integer(4, 300n).signed(5, -1n).signed(6, 2n ** 62n);
  const reader = new protobuf.BinaryReader(fields.finish());
  const next = (): number => (reader.nextField() ? reader.getFieldNumber() : -1);
  expect([next(), reader.readString()]).toEqual([1, long]);
  expect(next()).toBe(2);
  const inner = new protobuf.BinaryReader(reader.readBytes());
  inner.nextField();
  expect(inner.readString()).toBe("");
  inner.nextField();
  const innermost = new protobuf.BinaryReader(inner.readBytes());
  innermost.nextField();
  expect(innermost.readDouble()).toBe(-0.5);
  expect([next(), reader.readInt32()]).toEqual([4, 300]);
  expect([next(), reader.readSint64String()]).toEqual([5, "-1"]);
  expect([next(), reader.readSint64String()]).toEqual([6, (2n ** 62n).toString()]);
  expect(next()).toBe(-1);
});
