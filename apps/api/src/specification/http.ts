import type { FastifyInstance } from "fastify";
import { buildApp } from "../app.ts";
import { signInCommands } from "../auth/signInCommands.ts";
import { buildBallastSchema } from "../schema.ts";
import { routes, shared } from "../slices.ts";
import type { SpecServer } from "./server.ts";

/** The local credential of a spec's server: it names the first administrator. */
export const localCredential = "spec-credential";
export const asAdministrator = { authorization: `Bearer ${localCredential}` } as const;

/** The HTTP side of a spec's server, asked by `inject`, with a built console where one is given. `close` it before that. */
export async function specHttp({ server }: SpecServer, consoleFolder: string | null = null, trustProxy?: number): Promise<FastifyInstance> {
  const auth = { directory: server.directory, keys: server.keys, localCredential, now: () => server.now().getTime() };
  const signIn = {
    auth, publicUrl: server.publicUrl, ...signInCommands({ log: server.log, directory: server.directory, now: server.now }),
  };
  const app = await buildApp({ server: server, signIn, schema: await buildBallastSchema(), consoleFolder, trustProxy, routes, shared });
  await app.ready();
  return app;
}
