import fastify from "fastify";
import { afterEach, expect, it, vi } from "vitest";
import { replyWithError } from "./errorReply.ts";
import { limitRequests, withinLimit } from "./timeLimits.ts";

afterEach(() => vi.useRealTimers());

const never = (): Promise<never> => new Promise(() => undefined);

it("a request that does not end is answered, as GraphQL and as JSON, and says that it may still be done", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const app = fastify();
  app.setErrorHandler(replyWithError);
  limitRequests(app);
  app.post("/graphql", never);
  app.post("/session", never);
  await app.ready();
  for (const [url, ms] of [["/graphql", 30_000], ["/session", 60_000]] as const) {
    const asked = app.inject({ method: "POST", url, payload: {} }).then((answer) => answer);
    await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThan(0));
    await vi.advanceTimersByTimeAsync(ms);
    const answer = await asked;
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({
      code: "TIMEOUT", fix: expect.stringContaining("idempotencyKey"), errors: [{ extensions: { code: "TIMEOUT" } }],
    });
  }
  vi.useRealTimers();
  await app.close();
});

it("files and imports may take as long as they take", async () => {
  const app = fastify();
  limitRequests(app);
  app.get("/assets/vendor.js", async (request) => ({ limit: request.routeOptions.handlerTimeout }));
  app.post("/imports/:id/lines", async (request) => ({ limit: request.routeOptions.handlerTimeout }));
  expect((await app.inject("/assets/vendor.js")).json()).toEqual({ limit: 0 });
  expect((await app.inject({ method: "POST", url: "/imports/1/lines" })).json()).toEqual({ limit: 0 });
  await app.close();
});

it("an operation over a socket is answered as well, and one in time as it is", async () => {
  vi.useFakeTimers();
  const late = withinLimit(never());
  await vi.advanceTimersByTimeAsync(30_000);
  expect(await late).toMatchObject({ errors: [{ extensions: { code: "TIMEOUT" } }] });
  expect(await withinLimit({ data: { ok: true } })).toEqual({ data: { ok: true } });
  expect(vi.getTimerCount()).toBe(0);
});
