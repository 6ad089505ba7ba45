import { binaryEvent } from "@eventstore/db-client";
import { describe, expect, test } from "vitest";
import { event, newStream, useClient } from "./support/contractStore.ts";
import { collect } from "./support/reading.ts";

const client = useClient();

async function linkTo(target: string): Promise<{ stream: string; id: string }> {
  const stream = newStream("links");
  const link = binaryEvent({ type: "$>", data: Buffer.from(target) });
  await client().appendToStream(stream, link);
  return { stream, id: link.id };
}

describe("a link ($> with revision@stream)", () => {
  test("is an event like others when it is not resolved", async () => {
    const target = newStream();
    await client().appendToStream(target, event());
    const { stream, id } = await linkTo(`0@${target}`);
    const [read] = await collect(client().readStream(stream));
    expect(read?.event).toMatchObject({ id, type: "$>" });
    expect(read?.link).toBeUndefined();
  });

  test("brings its target when it is resolved", async () => {
    const target = newStream();
    const [first, second] = [event(), event()];
    await client().appendToStream(target, [first, second]);
    const { stream, id } = await linkTo(`1@${target}`);
    const [read] = await collect(client().readStream(stream, { resolveLinkTos: true }));
    expect(read?.event).toMatchObject({ id: second.id, streamId: target, revision: 1n });
    expect(read?.link).toMatchObject({ id, streamId: stream, revision: 0n });
  });

  test.each([
    { why: "its stream was deleted", break: (target: string) => client().deleteStream(target) },
    { why: "its stream was tombstoned", break: (target: string) => client().tombstoneStream(target) },
    { why: "it was truncated", break: (target: string) => client().setStreamMetadata(target, { truncateBefore: 1 }) },
  ])("comes without its target when $why", async ({ break: breakIt }) => {
    const target = newStream();
    await client().appendToStream(target, event());
    const { stream, id } = await linkTo(`0@${target}`);
    await breakIt(target);
    const [read] = await collect(client().readStream(stream, { resolveLinkTos: true }));
    expect(read?.event).toBeUndefined();
    expect(read?.link?.id).toBe(id);
  });

  test("to what never was, or that cannot be read, comes without its target", async () => {
    for (const data of [`5@${newStream()}`, "nonsense", "@", "-1@x"]) {
      const { stream } = await linkTo(data);
      const [read] = await collect(client().readStream(stream, { resolveLinkTos: true }));
      expect(read?.event).toBeUndefined();
      expect(read?.link?.type).toBe("$>");
    }
  });
});
