import { startEventStore } from "@ballast/eventstore";
import { expect, test } from "vitest";
import { connect, describeEmbedded, events, newStream, temporaryFolder } from "./support/contractStore.ts";

describeEmbedded("the metrics port", () => {
  test("serves counters in Prometheus' format, and health", async () => {
    const store = await startEventStore({ dataDir: temporaryFolder(), metricsPort: 0 });
    const client = connect(store.address);
    await client.appendToStream(newStream(), events(3));
    const at = `http://127.0.0.1:${store.metricsPort}`;
    const text = await (await fetch(`${at}/metrics`)).text();
    expect(text).toContain("ballast_eventstore_events_appended_total 3\n");
    expect(text).toContain("ballast_eventstore_last_position 3\n");
    expect((await fetch(`${at}/healthz`)).status).toBe(200);
    await client.dispose();
    await store.close();
  });
});
