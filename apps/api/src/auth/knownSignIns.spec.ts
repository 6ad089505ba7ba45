import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openReadModel } from "@ballast/readmodel";
import { afterAll, beforeAll, expect, it } from "vitest";
import { specServer, type SpecServer } from "../specification/server.ts";
import type { Directory } from "./directory.ts";
import { knownSignIns } from "./knownSignIns.ts";
import { openLogDirectory } from "./logDirectory.ts";
import { sha256 } from "./secrets.ts";
import type { Principal } from "./principal.ts";

let spec: SpecServer;
let folder: string;
let ada: Principal;
beforeAll(async () => {
  spec = await specServer();
  folder = mkdtempSync(join(tmpdir(), "ballast-directory-"));
  ada = await spec.person("ada");
});
afterAll(async () => {
  await spec.close();
  rmSync(folder, { recursive: true, force: true });
});

const secretOf = async (by: Principal, name: string): Promise<{ readonly tokenId: string; readonly secret: string }> => {
  const { recordId, secret } = await spec.run(by, "issueToken", { name, roles: ["engineer"] });
  return { tokenId: recordId, secret: secret ?? "" };
};

/** What a directory answers about everybody and everything in this story. */
const answers = (directory: Directory, secrets: readonly string[]) => ({
  people: ["ada", "ben", "cyd"].map((login) => directory.personByLogin(login)),
  passwords: ["ada", "ben"].map((login) => directory.passwordHashOf(directory.personByLogin(login)?.id ?? "nobody")),
  tokens: secrets.map((secret) => directory.tokenByHash(sha256(secret))),
  administrators: directory.administrators(),
});

it("a directory that begins with what the read model knows answers as one that has read the whole log, also what came later", async () => {
  const file = join(folder, "readmodel.sqlite");
  const first = openReadModel({ file, log: spec.server.log });
  const [ben, cyd] = [await spec.person("ben", ["engineer"]), await spec.person("cyd", ["engineer"])];
  const kept = await secretOf(ada, "kept");
  const ofBen = await secretOf(ben, "ben's");
  const ofCyd = await secretOf(cyd, "cyd's");
  await spec.run(ada, "setPassword", { personId: ada.person.id, password: "correct horse battery" });
  const { position } = await spec.run(ada, "removePerson", { personId: ben.person.id, integrations: [] });
  await first.waitFor(position);
  await first.close();
  const reopened = openReadModel({ file, log: spec.server.log });
  const known = knownSignIns(reopened);
  expect(known?.events.map(({ event }) => event.type)).toContain("PersonLeft");
  const { position: later } = await spec.run(ada, "removePerson", { personId: cyd.person.id, integrations: [] });
  const [whole, resumed] = [openLogDirectory(spec.server.log), openLogDirectory(spec.server.log, known)];
  await Promise.all([whole.ready, resumed.ready, whole.waitFor(later), resumed.waitFor(later)]);
  const secrets = [kept.secret, ofBen.secret, ofCyd.secret];
  expect(answers(resumed, secrets)).toEqual(answers(whole, secrets));
  expect(answers(resumed, secrets).tokens.map((token) => token?.revoked)).toEqual([false, true, true]);
  expect(resumed.passwordHashOf(ada.person.id)).not.toBeNull();
  await Promise.all([whole.close(), resumed.close(), reopened.close()]);
});

it("a read model that is being built says nothing of it", async () => {
  const empty = openReadModel({ file: ":memory:", log: spec.server.log });
  expect(knownSignIns(empty)).toBeNull();
  await empty.close();
  const { readModel } = spec.server;
  await readModel.rebuild();
  expect(knownSignIns(readModel)).not.toBeNull();
  const rebuilt = readModel.rebuild();
  expect(knownSignIns(readModel)).toBeNull();
  await rebuilt;
});
