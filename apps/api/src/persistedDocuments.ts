import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { z } from "zod";

const persistedFile = z.record(z.string(), z.string());
const byHash = z.object({ query: z.undefined().optional(), extensions: z.object({ persistedQuery: z.object({ version: z.literal(1), sha256Hash: z.string() }) }) }).loose();

/** The documents that the console's build wrote down, by hash; those whose hash is another are left out. */
function documentsIn(folder: string | null): ReadonlyMap<string, string> {
  const file = folder === null ? null : join(folder, "documents.json");
  if (file === null || !existsSync(file)) return new Map();
  const entries = Object.entries(persistedFile.parse(JSON.parse(readFileSync(file, "utf8"))));
  return new Map(entries.filter(([hash, text]) => createHash("sha256").update(text).digest("hex") === hash));
}

/**
 * Takes the hash of a document of the console for the document: requests are small, and an attacker's document is not
 * among them. A hash that is not known is answered as such by Apollo (`PERSISTED_QUERY_NOT_FOUND`), and asked in full.
 */
export function knowDocuments(app: FastifyInstance, folder: string | null): void {
  const documents = documentsIn(folder);
  if (documents.size === 0) return;
  app.addHook("preHandler", async (request) => {
    if (request.routeOptions.url !== "/graphql") return;
    const asked = byHash.safeParse(request.body);
    const text = asked.success ? documents.get(asked.data.extensions.persistedQuery.sha256Hash) : undefined;
    if (asked.success && text !== undefined) request.body = { ...asked.data, query: text };
  });
}
