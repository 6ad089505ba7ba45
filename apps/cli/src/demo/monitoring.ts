import { setTimeout as wait } from "node:timers/promises";
import { command as mutation, graphql } from "@ballast/schema/graphql";
import type { Client } from "../client/client.ts";
import { place, storyFailure, until } from "./stage.ts";

/** What monitoring calls too many, parts per 100,000 of the last minute's requests. */
const tooManyErrors = 1_000;

/** In so long a time, ms, no more than so many requests fail where nothing is wrong. */
const [calmMs, fewErrors] = [3_000, 5];

/** Monitoring as it is next to Ballast: it measures, and tells in Alertmanager's words. */
export interface Monitoring {
  /** Waits until too many requests fail, and fires. Answers the share that it saw, parts per 100,000. */
  fire(): Promise<number>;
  /** Waits until no more fail than ever do. */
  calmed(): Promise<void>;
  /** Tells that it is over, and goes away. */
  leave(): Promise<void>;
}

const addIntegration = mutation("addIntegration", "url integration { id }");
const healthDocument = graphql(`
  query LaneHealth($service: String!, $environment: String!) {
    lane(service: $service, environment: $environment) { health { requests errors } }
  }
`);

/** Failed requests of the last minute, and all of them. */
async function lastMinute(client: Client): Promise<{ readonly requests: number; readonly errors: number }> {
  const { lane } = await client.query(healthDocument, place);
  const health = lane?.health ?? [];
  return { requests: health.reduce((sum, { requests }) => sum + requests, 0), errors: health.reduce((sum, { errors }) => sum + errors, 0) };
}

/** Opens a door for alerts, as whoever sets up monitoring does. */
export async function monitoring(client: Client): Promise<Monitoring> {
  const name = "The demonstration's monitoring";
  const opened = await client.mutate(addIntegration, {
    kind: "alertmanager", name, service: place.service, severities: { critical: 2 },
  });
  const { url, integration } = opened;
  if (url === null || integration === null) throw storyFailure("The door for alerts cannot be read: this server is behind.");
  /** When it saw that something is wrong; it tells of the same alert until it is over. */
  let startsAt = "";
  const tell = (alert: { readonly status: "firing" | "resolved"; readonly summary: string; readonly endsAt: string }): Promise<unknown> =>
    client.rest({
      method: "POST",
      path: new URL(url).pathname,
      body: {
        version: "4", groupKey: "demonstration", status: alert.status, receiver: "ballast", groupLabels: {}, commonLabels: {},
        commonAnnotations: {}, externalURL: "https://monitoring.example",
        alerts: [
          {
            status: alert.status, startsAt, endsAt: alert.endsAt, fingerprint: `demonstration-${startsAt}`,
            labels: { alertname: "CheckoutErrors", severity: "critical", ...place },
            annotations: { summary: alert.summary }, generatorURL: "https://monitoring.example/checkout",
          },
        ],
      },
    });
  return {
    async fire() {
      const share = await until("more than 1 % of the requests fail", 90_000, async () => {
        const { requests, errors } = await lastMinute(client);
        const per100k = requests === 0 ? 0 : Math.round((errors * 100_000) / requests);
        return per100k >= tooManyErrors ? per100k : null;
      });
      startsAt = new Date().toISOString();
      await tell({ status: "firing", summary: "More than 1 % of the checkout's requests fail", endsAt: "0001-01-01T00:00:00Z" });
      return share;
    },
    async calmed() {
      await until("requests stop failing", 60_000, async () => {
        const { errors: before } = await lastMinute(client);
        await wait(calmMs);
        const { errors } = await lastMinute(client);
        return errors - before <= fewErrors ? true : null;
      });
    },
    async leave() {
      await tell({ status: "resolved", summary: "The checkout's requests work", endsAt: new Date().toISOString() });
      await client.mutate(mutation("removeIntegration"), { integrationId: integration.id });
    },
  };
}
