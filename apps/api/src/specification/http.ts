import type { FastifyInstance } from "fastify";
import { buildApp } from "../app.ts";
import { signInCommands } from "../auth/signInCommands.ts";
import { buildBallastSchema } from "../schema.ts";
import { routes, shared } from "../slices.ts";
import type { SpecNode } from "./node.ts";

/** The local credential of a spec's server: it names the first administrator. */
export const localCredential = "spec-credential";
export const asAdministrator = { authorization: `Bearer ${localCredential}` } as const;

/** The HTTP side of a spec's server, asked by `inject`, with a built console where one is given. `close` it before that. */
export async function specHttp({ node }: SpecNode, consoleFolder: string | null = null, trustProxy?: number): Promise<FastifyInstance> {
  const auth = { directory: node.directory, keys: node.keys, localCredential, now: () => node.now().getTime() };
  const signIn = { auth, publicUrl: node.publicUrl, ...signInCommands({ log: node.log, directory: node.directory, now: node.now }) };
  const app = await buildApp({ server: node, signIn, schema: await buildBallastSchema(), consoleFolder, trustProxy, routes, shared });
  await app.ready();
  return app;
}
