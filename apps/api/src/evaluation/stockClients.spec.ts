import type { AddressInfo } from "node:net";
import { FlagdProvider } from "@openfeature/flagd-provider";
import { OFREPProvider } from "@openfeature/ofrep-provider";
import { OpenFeature, ProviderEvents, type Client } from "@openfeature/server-sdk";
import { Client as RpcClient, credentials, Metadata, status, type ServiceError } from "@grpc/grpc-js";
import type { FastifyInstance } from "fastify";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { specFlags, type SpecFlags } from "../specification/flags.ts";
import { specHttp } from "../specification/http.ts";
import { specServer, type SpecServer } from "../specification/server.ts";
import { flagSyncService, type SyncAnswer } from "./sync/messages.ts";
import { serveSync, type SyncServer } from "./sync/syncServer.ts";

/** Three servers on one log, each with its doors open. */
interface OpenServer {
  readonly spec: SpecServer;
  readonly app: FastifyInstance;
  readonly sync: SyncServer;
  readonly url: string;
}
const servers: OpenServer[] = [];
let flags: SpecFlags;
let secret: string;

async function openServer(address?: string): Promise<OpenServer> {
  const spec = await specServer(address);
  const app = await specHttp(spec);
  await app.listen({ host: "127.0.0.1", port: 0 });
  const sync = await serveSync(spec.server, { host: "127.0.0.1", port: 0 });
  return { spec, app, sync, url: `http://127.0.0.1:${String((app.server.address() as AddressInfo).port)}` };
}
beforeAll(async () => {
  servers.push(await openServer());
  for (const _ of [1, 2]) servers.push(await openServer(serverAt(0).spec.address));
  flags = specFlags(serverAt(0).spec, await serverAt(0).spec.person("ada"));
  secret = await flags.token();
  const issued = await serverAt(0).spec.server.log.lastPosition();
  const gold = {
    ruleId: "gold",
    name: "Gold",
    conditions: [{ kind: "attribute" as const, attribute: "plan", operator: "is" as const, values: ["gold"] }],
    serve: { kind: "variant" as const, variant: "on" },
  };
  await flags.open("pay", { rules: [gold] });
  const position = await flags.open("switch");
  for (const { spec } of servers) await Promise.all([spec.server.flags.waitFor(position), spec.server.directory.waitFor(issued)]);
});
afterEach(() => OpenFeature.clearProviders());
afterAll(async () => {
  for (const { spec, app, sync } of servers.toReversed()) {
    await sync.close();
    await app.close();
    await spec.close();
  }
});

function serverAt(index: number): OpenServer {
  const found = servers[index];
  if (found === undefined) throw new Error(`there is no server ${String(index)}`);
  return found;
}
const overOfrep = async (index: number): Promise<Client> => {
  const domain = `ofrep-${String(index)}`;
  await OpenFeature.setProviderAndWait(
    domain,
    new OFREPProvider({ baseUrl: serverAt(index).url, headers: [["Authorization", `Bearer ${secret}`]] }),
  );
  return OpenFeature.getClient(domain);
};
const inProcess = async (index: number, selector = `flagSetId=production,token=${secret}`): Promise<Client> => {
  const domain = `flagd-${String(index)}`;
  const provider = new FlagdProvider({
    resolverType: "in-process", host: "127.0.0.1", port: serverAt(index).sync.port, selector, deadlineMs: 20_000,
  });
  await OpenFeature.setProviderAndWait(domain, provider);
  return OpenFeature.getClient(domain);
};
const changed = (client: Client): Promise<void> =>
  new Promise((resolve) => client.addHandler(ProviderEvents.ConfigurationChanged, () => resolve()));

describe("stock clients, as they are", () => {
  it("evaluate over OFREP: values, why, and the default for what is not there", async () => {
    const client = await overOfrep(0);
    expect(await client.getBooleanDetails("pay", false, { targetingKey: "ann", plan: "gold" })).toMatchObject({
      value: true, variant: "on", reason: "TARGETING_MATCH", flagMetadata: { rule: "rule:gold" },
    });
    expect(await client.getBooleanValue("pay", true, { targetingKey: "ann" })).toBe(false);
    expect(await client.getBooleanDetails("nowhere", true, { targetingKey: "ann" })).toMatchObject({
      value: true, errorCode: "FLAG_NOT_FOUND",
    });
    expect(await client.getStringDetails("pay", "x", { targetingKey: "ann" })).toMatchObject({ value: "x", errorCode: "TYPE_MISMATCH" });
  });

  it("evaluate in process, with what every server says, and hear of a change", async () => {
    const client = await inProcess(1);
    expect(await client.getBooleanDetails("pay", false, { targetingKey: "ann", plan: "gold" })).toMatchObject({
      value: true, variant: "on", reason: "TARGETING_MATCH",
    });
    expect(await client.getBooleanDetails("pay", true, { targetingKey: "ann" })).toMatchObject({ value: false, reason: "DEFAULT" });
    const heard = changed(client);
    await flags.set("pay", { defaultVariant: "on" });
    await heard;
    expect(await client.getBooleanValue("pay", false, { targetingKey: "ann" })).toBe(true);
  });
});

describe("a kill", () => {
  it("reaches three servers: whoever has heard of it evaluates `on` on none of them", async () => {
    const clients = await Promise.all([0, 1, 2].map((index) => inProcess(index)));
    for (const client of clients) expect(await client.getBooleanValue("switch", false, { targetingKey: "ann" })).toBe(true);
    const heard = clients.map(changed);
    const position = await flags.kill("switch");
    // Over OFREP, every server is asked at once by somebody who knows of the kill.
    const asked = servers.flatMap(({ url }) => Array.from({ length: 20 }, async () => {
      const answer = await fetch(`${url}/ofrep/v1/evaluate/flags/switch?flagConfigEtag=${position}`, {
        method: "POST", headers: { "content-type": "application/json", authorization: `Bearer ${secret}` }, body: "{}",
      });
      return (await answer.json() as { variant: string }).variant;
    }));
    expect(new Set(await Promise.all(asked))).toEqual(new Set(["off"]));
    await Promise.all(heard);
    for (const client of clients) expect(await client.getBooleanValue("switch", true, { targetingKey: "ann" })).toBe(false);
  });
});

describe("flagd's sync", () => {
  const call = (selector: string | null, authorization: string | null = null, body = ""): Promise<SyncAnswer | ServiceError> => {
    const metadata = new Metadata();
    if (selector !== null) metadata.set("flagd-selector", selector);
    if (authorization !== null) metadata.set("authorization", authorization);
    const client = new RpcClient(`127.0.0.1:${String(serverAt(0).sync.port)}`, credentials.createInsecure());
    const { path, requestSerialize, responseDeserialize } = flagSyncService.FetchAllFlags;
    return new Promise((resolve) => {
      client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        { providerId: "", selector: body },
        metadata,
        (error, answer) => {
          client.close();
          resolve(error ?? answer ?? { flagConfiguration: "" });
        },
      );
    });
  };
  it("takes the token from the metadata or the selector, and the environment in each of its spellings", async () => {
    const bearer = `Bearer ${secret}`;
    const all = await Promise.all([
      call("flagSetId=production", bearer),
      call("source=production", bearer),
      call("production", bearer),
      call(null, bearer),
      call(null, bearer, "flagSetId=production"),
      call(`flagSetId=production,token=${secret}`),
      call(null, null, `production,token=${secret}`),
    ]);
    for (const answer of all) {
      const text = "flagConfiguration" in answer ? answer.flagConfiguration : answer.message;
      expect(JSON.parse(text)).toMatchObject({ flags: { pay: { state: "ENABLED" } }, metadata: { flagSetId: "production" } });
    }
  });
  it("refuses no token, a wrong one, and another environment than the token's", async () => {
    expect(await call("flagSetId=production")).toMatchObject({ code: status.UNAUTHENTICATED });
    expect(await call("flagSetId=production", "Bearer bt_wrong")).toMatchObject({ code: status.UNAUTHENTICATED });
    expect(await call("flagSetId=staging", `Bearer ${secret}`)).toMatchObject({ code: status.PERMISSION_DENIED });
  });
  it("lets a provider ping as often as it likes, with a stream and without", async () => {
    const options = { "grpc.keepalive_time_ms": 200, "grpc.keepalive_permit_without_calls": 1 };
    const client = new RpcClient(`127.0.0.1:${String(serverAt(2).sync.port)}`, credentials.createInsecure(), options);
    const { path, requestSerialize, responseDeserialize } = flagSyncService.SyncFlags;
    const metadata = new Metadata();
    metadata.set("flagd-selector", `production,token=${secret}`);
    const stream = client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, { providerId: "", selector: "" }, metadata);
    const ended: unknown[] = [];
    stream.on("error", (error: unknown) => ended.push(error));
    const received: SyncAnswer[] = [];
    const twice = new Promise<void>((resolve) => stream.on("data", (answer: SyncAnswer) => {
      received.push(answer);
      if (received.length === 1) setTimeout(() => void flags.set("pay", { defaultVariant: "off" }), 1_000);
      else resolve();
    }));
    await twice;
    expect(ended).toEqual([]);
    stream.cancel();
    client.close();
  });
});
