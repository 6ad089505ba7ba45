import { afterEach, expect, test, vi } from "vitest";
import type { Layout } from "./parts.ts";
import { partsOf } from "./parts.ts";

afterEach(() => { vi.unstubAllEnvs(); });

const layout: Layout = {
  folder: "/nowhere", host: "127.0.0.1", mailSink: false, configured: { eventstore: undefined, temporal: undefined },
  ports: { guard: 0, eventstore: 1, temporal: 2, fleet: 3, api: 4000, smtp: 5, mails: 6, flags: 7 },
  storeAccess: { certFile: "c", keyFile: "k", usersFile: "u", user: "ballast", password: "p" },
};
const urlsOf = () => [...new Set(partsOf(layout, undefined).map(({ env }) => env["BALLAST_URL"]))];

test("every part names Ballast by the address that people reach it at", () => {
  vi.stubEnv("BALLAST_URL", "https://ballast.example");
  expect(urlsOf()).toEqual(["https://ballast.example"]);
  vi.stubEnv("BALLAST_URL", undefined);
  expect(urlsOf()).toEqual(["http://127.0.0.1:4000"]);
});

test("no part is started with a deprecation hushed up", () => {
  expect(partsOf(layout, undefined).flatMap(({ args }) => args.filter((argument) => argument.includes("DEP")))).toEqual([]);
});

test("a part keeps no more than is told, or than whoever starts it says", () => {
  const most = (options: string | undefined) => {
    vi.stubEnv("NODE_OPTIONS", options);
    const api = partsOf(layout, undefined).find(({ name }) => name === "api");
    return api?.args.filter((argument) => argument.includes("old-space"));
  };
  expect(most(undefined)).toEqual(["--max-old-space-size=2000"]);
  expect(most("--enable-source-maps")).toEqual(["--max-old-space-size=2000"]);
  expect(most("--max_old_space_size=6000")).toEqual([]);
});
