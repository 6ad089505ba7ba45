import { describe, expect, test } from "vitest";
import { event, newStream, useClient } from "./support/contractStore.ts";
import { errorTypeOf } from "./support/reading.ts";

const client = useClient();

describe("the deadline of a batch append", () => {
  test("is kept by the server: what comes too late is refused and not written", async () => {
    const stream = newStream();
    const append = client().appendToStream(stream, event(), { deadline: -1000 });
    expect(await errorTypeOf(append)).toBe("deadline-exceeded");
    expect(await errorTypeOf(client().readStream(stream))).toBe("stream-not-found");
  });

  test("does not touch other appends of the same connection", async () => {
    const late = client().appendToStream(newStream(), event(), { deadline: -1000 });
    const intime = client().appendToStream(newStream(), event());
    expect(await errorTypeOf(late)).toBe("deadline-exceeded");
    await expect(intime).resolves.toMatchObject({ success: true });
  });
});
