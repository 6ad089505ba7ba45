import type { FastifyInstance } from "fastify";
import type { ApiServer } from "../graphql/context.ts";
import type { Slice } from "../slice.ts";
import { answerBrowsers } from "./browsers.ts";
import { EvaluationCounts } from "./counting.ts";
import { evaluationSentences, evaluationTelling } from "./evaluationEvents.ts";
import { eventStreamRoute } from "./eventStream.ts";
import { ofrepRoutes } from "./ofrepRoutes.ts";
import { RequestRate } from "./requestRate.ts";
import { SeenCustomers } from "./seenCustomers.ts";
import { telemetryRoute } from "./telemetryRoute.ts";

/** The doors, and what they have in common: what was evaluated, and for whom. */
function doors(app: FastifyInstance, server: ApiServer): void {
  const [counts, customers] = [new EvaluationCounts(server), new SeenCustomers(server)];
  app.addHook("onClose", () => Promise.all([counts.close(), customers.close()]));
  answerBrowsers(app);
  const rate = new RequestRate(server.flagRequestsPerSecond);
  eventStreamRoute(app, server, rate);
  telemetryRoute(app, server, counts);
  ofrepRoutes(app, server, {
    rate,
    counting: (environment) => {
      const here = counts.of(environment);
      return ({ subject: { flag } }, variant) => here.add("served", flag.flagId, variant);
    },
    seen: (context) => customers.see(context),
  });
}

/** Doors at which applications ask for their flags. */
export const evaluationSlice = {
  resolvers: [], sentences: evaluationSentences, telling: evaluationTelling, routes: [doors],
} satisfies Slice;
