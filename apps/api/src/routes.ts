import type { FastifyInstance } from "fastify";
import type { Node } from "./graphql/context.ts";
import { importRoutes } from "./import/importRoutes.ts";
import { alertmanagerRoute } from "./webhooks/alertmanagerRoute.ts";
import { githubRoute } from "./webhooks/githubRoute.ts";

/** Routes besides GraphQL, sign-in and health: webhooks and imports, each a function that registers itself. */
export const nodeRoutes = (node: Node): readonly ((app: FastifyInstance) => void | Promise<void>)[] => [
  (app) => alertmanagerRoute(app, node),
  (app) => githubRoute(app, node),
  (app) => importRoutes(app, node),
];
