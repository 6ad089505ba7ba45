import { join } from "node:path";
import staticFiles, { type FastifyStaticOptions } from "@fastify/static";
import type { FastifyInstance, FastifyRequest } from "fastify";

/** No views of the console: unknown ones are 404, not the console. `/imports` is both: programs post to it, people read it. */
const notPages = /^\/(graphql|hooks|session|local|healthz|readyz|metrics|assets)(\/|$)/;

/** A browser asks for a page; a program that asks for JSON must not take the console for an answer. */
const asksForPage = ({ method, headers: { accept = "*/*" } }: FastifyRequest): boolean =>
  (method === "GET" || method === "HEAD") && /text\/html|\*\/\*/.test(accept);

/** Serves the built console, compressed as its build left it; every address that is not something else is a page of it. */
export async function serveConsole(app: FastifyInstance, folder: string | null): Promise<void> {
  if (folder === null) {
    app.get("/", async (_request, reply) =>
      reply.type("text/plain").send("Ballast's API runs; its console was not built here. See /graphql.\n"),
    );
    return;
  }
  await app.register(staticFiles, {
    root: folder, prefix: "/", index: ["index.html"], wildcard: false, preCompressed: true, setHeaders: cacheHeaders,
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split("?")[0] ?? "/";
    if (!asksForPage(request) || notPages.test(path)) {
      return reply
        .code(404)
        .send({
          code: "NOT_FOUND", message: `Nothing answers ${request.method} ${path} here.`, field: [],
          fix: "See the README for the addresses of the API.",
        });
    }
    return reply.type("text/html").sendFile("index.html", join(folder));
  });
}

const cacheHeaders: NonNullable<FastifyStaticOptions["setHeaders"]> = (response, path) => {
  response.header("cache-control", path.includes("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
  response.header("x-content-type-options", "nosniff");
};
