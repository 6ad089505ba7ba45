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
