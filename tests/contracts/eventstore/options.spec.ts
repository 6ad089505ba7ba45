import gossip from "@eventstore/db-client/generated/gossip_pb.js";
import { Client, credentials } from "@grpc/grpc-js";
import { startEventStore } from "@ballast/eventstore";
import { expect, test } from "vitest";
import { describeEmbedded, temporaryFolder } from "./support/contractStore.ts";

describeEmbedded("an option", () => {
  test("names the host that gossip tells clients to come to", async () => {
    const store = await startEventStore({ dataDir: temporaryFolder(), advertisedHost: "events.example.org" });
    const { hostname, port } = new URL(store.address.replace("esdb:", "http:"));
    expect(hostname).toBe("events.example.org");
    const raw = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
    try {
      const { promise, resolve, reject } = Promise.withResolvers<gossip.ClusterInfo.AsObject>();
      raw.makeUnaryRequest(
        "/event_store.client.gossip.Gossip/Read",
        (bytes: Buffer) => bytes,
        (bytes) => gossip.ClusterInfo.deserializeBinary(bytes).toObject(),
        Buffer.alloc(0),
        (error, info) => {
          if (info === undefined) reject(error ?? new Error("no answer"));
          else resolve(info);
        },
      );
      const { membersList } = await promise;
      expect(membersList.map(({ httpEndPoint, isAlive }) => [httpEndPoint?.address, isAlive])).toEqual([["events.example.org", true]]);
    } finally {
      raw.close();
      await store.close();
    }
  });
});
