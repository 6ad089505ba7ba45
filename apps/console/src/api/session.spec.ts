import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { authProvider } from "./authProvider.ts";
import { getSession, signIn } from "./session.ts";
import { knowSession } from "./signInAgain.ts";

const said = (name: string): Response =>
  Response.json({ person: { id: name, login: name, name, roles: [] }, via: "password", permissions: [] });
const nobody = (): Response => new Response(null, { status: 401 });
const asked = vi.fn<typeof fetch>();
beforeEach(() => {
  asked.mockReset();
  vi.stubGlobal("fetch", asked);
  vi.stubGlobal("window", {});
  knowSession(null);
});
afterEach(() => vi.unstubAllGlobals());

it("takes the answer to what was asked before the scripts came, once", async () => {
  window.ballastSession = Promise.resolve(said("ann"));
  asked.mockImplementation(async () => said("ben"));
  expect((await getSession())?.person.name).toBe("ann");
  expect(asked).not.toHaveBeenCalled();
  expect((await getSession())?.person.name).toBe("ben");
});

it("asks again where that was not answered", async () => {
  window.ballastSession = Promise.reject(new TypeError("no network"));
  asked.mockImplementation(async () => said("ann"));
  expect((await getSession())?.person.name).toBe("ann");
});

it("forgets that nobody was signed in, once somebody signs in", async () => {
  window.ballastSession = Promise.resolve(nobody());
  asked.mockImplementation(async () => said("ann"));
  await signIn({ login: "ann", password: "secret" });
  expect((await getSession())?.person.name).toBe("ann");
});

it("is asked for once by all who want to know it at the same time", async () => {
  asked.mockImplementation(async () => said("ann"));
  await Promise.all([authProvider.checkAuth({}), authProvider.getIdentity?.(), authProvider.getPermissions?.({})]);
  expect(asked).toHaveBeenCalledTimes(1);
});
