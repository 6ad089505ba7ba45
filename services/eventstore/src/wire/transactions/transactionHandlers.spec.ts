import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Metadata, credentials, makeClientConstructor, status } from "@grpc/grpc-js";
import type { ServiceError } from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hashPassword } from "../../access/users.ts";
import { startEventStore } from "../../startEventStore.ts";
import type { RunningEventStore } from "../../startEventStore.ts";
import { encode } from "./messages.ts";
import { TransactionsService } from "./transactionHandlers.ts";

const folder = mkdtempSync(join(tmpdir(), "ballast-transactions-"));
const asIs = (bytes: Buffer): Buffer => bytes;
const Client = makeClientConstructor(
  { appendRecords: { ...TransactionsService.appendRecords, requestSerialize: asIs, requestDeserialize: asIs } },
  "StreamsService",
);

const nothing: Buffer = Buffer.alloc(0);

let store: RunningEventStore;
let client: InstanceType<typeof Client>;
beforeAll(async () => {
  const users = [
    { name: "admin", passwordHash: hashPassword("a"), groups: ["$admins"] },
    { name: "ann", passwordHash: hashPassword("a"), groups: [] },
  ];
  store = await startEventStore({ file: join(folder, "log.sqlite"), users });
  client = new Client(`127.0.0.1:${store.port}`, credentials.createInsecure());
});
afterAll(async () => {
  client.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const record = (stream: string, { type = "Happened", data = "{}", property = nothing } = {}): Buffer =>
  encode((writer) => {
    writer.writeString(1, randomUUID());
    if (property.byteLength > 0) writer.writeBytes(2, property);
    writer.writeBytes(3, encode((schema) => {
      schema.writeEnum(1, 1);
      schema.writeString(2, type);
    }));
    writer.writeBytes(4, Buffer.from(data));
    writer.writeString(5, stream);
  });
/** A property whose value has these bytes. */
const propertyOf = (value: Buffer): Buffer =>
  encode((writer) => {
    writer.writeString(1, "key");
    writer.writeBytes(2, value);
  });
const check = (stream: string, expected: number): Buffer =>
  encode((writer) => writer.writeBytes(1, encode((state) => {
    state.writeString(1, stream);
    state.writeSint64(2, expected);
  })));
const request = (records: readonly Buffer[], checks: readonly Buffer[] = []): Buffer =>
  encode((writer) => {
    for (const one of records) writer.writeBytes(1, one);
    for (const one of checks) writer.writeBytes(2, one);
  });

/** The code of the answer: OK or why not. */
function ask(who: string, bytes: Buffer): Promise<number> {
  const metadata = new Metadata();
  metadata.set("authorization", `Basic ${Buffer.from(`${who}:a`).toString("base64")}`);
  return new Promise((resolve) => {
    client.makeUnaryRequest(TransactionsService.appendRecords.path, asIs, asIs, bytes, metadata, (error: ServiceError | null) =>
      resolve(error?.code ?? status.OK),
    );
  });
}

describe("a transaction's access", () => {
  test("is that of every stream it writes or checks", async () => {
    const acl = JSON.stringify({ $acl: { $w: ["$admins"], $r: ["$admins"] } });
    expect(await ask("admin", request([record("$$closed", { type: "$metadata", data: acl }), record("closed")]))).toBe(status.OK);
    expect(await ask("ann", request([record("open")]))).toBe(status.OK);
    expect(await ask("ann", request([record("open"), record("closed")]))).toBe(status.PERMISSION_DENIED);
    expect(await ask("ann", request([record("open")], [check("closed", 0)]))).toBe(status.PERMISSION_DENIED);
    expect(await ask("ann", request([record("open"), record("$ce-open")]))).toBe(status.PERMISSION_DENIED);
    expect(await ask("nobody", request([record("open")]))).toBe(status.UNAUTHENTICATED);
    // Nothing of what was refused is there: the next revision of `open` is 1.
    expect(await ask("ann", request([record("open")], [check("open", 0)]))).toBe(status.OK);
  });

  test("asks of each property what kind it is, also within another", async () => {
    const within = (field: number, value: Buffer): Buffer =>
      encode((writer) => writer.writeBytes(field, encode((inner) => inner.writeBytes(1, value))));
    const values: readonly [string, Buffer, status][] = [
      ["null", Buffer.from([0x08, 0]), status.OK],
      ["an object", within(5, propertyOf(Buffer.from([0x20, 1]))), status.OK],
      ["nothing", nothing, status.INVALID_ARGUMENT],
      ["nothing in an object", within(5, propertyOf(nothing)), status.INVALID_ARGUMENT],
      ["nothing in a list", within(6, nothing), status.INVALID_ARGUMENT],
    ];
    for (const [what, value, answer] of values)
      expect([what, await ask("ann", request([record("properties", { property: propertyOf(value) })]))]).toEqual([what, answer]);
  });

  test("is no question for what is no transaction: it is refused, and the server goes on", async () => {
    expect(await ask("ann", Buffer.from([0xff, 0xff, 0xff]))).not.toBe(status.OK);
    expect(await ask("ann", request([record("")]))).toBe(status.INVALID_ARGUMENT);
    expect(await ask("ann", request([record("open", { type: "" })]))).toBe(status.INVALID_ARGUMENT);
    expect(await ask("ann", request([record("open")], [check("open", -7)]))).toBe(status.INVALID_ARGUMENT);
    expect(await ask("ann", request([record("open")]))).toBe(status.OK);
  });
});
