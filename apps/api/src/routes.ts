import type { FastifyInstance } from "fastify";
import type { Node } from "./graphql/context.ts";

/** Routes besides GraphQL, sign-in and health: webhooks and imports, each a function that registers itself. */
export const nodeRoutes = (_node: Node): readonly ((app: FastifyInstance) => void | Promise<void>)[] => [];
