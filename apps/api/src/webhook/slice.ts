import type { FastifyInstance } from "fastify";
import type { ApiServer } from "../graphql/context.ts";
import type { Slice } from "../slice.ts";
import { alertmanagerRoute } from "./alertmanagerRoute.ts";
import { DeliveryResolver } from "./deliveryResolver.ts";
import { addressedRoute } from "./doors/addressedRoute.ts";
import { opsgenieRoute } from "./doors/opsgenieRoute.ts";
import { pagerDutyRoute } from "./doors/pagerdutyRoute.ts";
import { openDoors } from "./doors/passing.ts";
import { watchingShifts } from "./emptyShifts/watching.ts";
import { githubRoute } from "./githubRoute.ts";
import { heartbeatRoute } from "./heartbeats/heartbeatRoute.ts";
import { listening } from "./heartbeats/listening.ts";
import { redelivery } from "./redelivery.ts";
import { releasing } from "./releasing.ts";

/** They share what a server knows of alerts, and how many it takes at a time. */
async function webhookRoutes(app: FastifyInstance, server: ApiServer): Promise<void> {
  const doors = openDoors(app, server);
  alertmanagerRoute(app, doors);
  for (const route of [githubRoute, pagerDutyRoute, opsgenieRoute, heartbeatRoute, addressedRoute]) await route(app, doors);
}

/** Doors at which other systems tell something, and what came by them. */
export const webhookSlice = {
  resolvers: [DeliveryResolver],
  mutations: redelivery,
  routes: [webhookRoutes],
  duties: [releasing, listening, watchingShifts],
  sentences: { DeliveriesNoted: ({ deliveries, more }, { by }) => `${by} sent ${deliveries.length + more} requests` },
  telling: { DeliveriesNoted: { silent: "what came is looked at where the integration is; what it led to has events of its own" } },
  shown: { DeliveriesNoted: (data) => ({ ...data, deliveries: data.deliveries.map((delivery) => ({ ...delivery, body: null })) }) },
} satisfies Slice;
