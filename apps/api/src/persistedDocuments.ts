import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Rejection } from "@ballast/domain";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { Principal } from "./auth/principal.ts";

const persistedFile = z.record(z.string(), z.string());
/** The documents that the console's build wrote down, and who may ask others. */
export interface PersistedDocuments {
  readonly byHash: ReadonlyMap<string, string>;
  /** Whether somebody may ask this text. */
  readonly mayAsk: (principal: Principal | null, text: string) => boolean;
}

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Those in the console's folder; those whose hash is another are left out. */
function documentsIn(folder: string | null): ReadonlyMap<string, string> {
  const file = folder === null ? null : join(folder, "documents.json");
  if (file === null || !existsSync(file)) return new Map();
  const entries = Object.entries(persistedFile.parse(JSON.parse(readFileSync(file, "utf8"))));
  return new Map(entries.filter(([hash, text]) => hashOf(text) === hash));
}

/**
 * Reads the console's documents. `only`: who is signed in with a browser asks these and no others, so that a stolen
 * session or a script in a page asks nothing that the console does not; tokens, which are for programs, ask anything.
 */
export function persistedDocuments(folder: string | null, only: boolean): PersistedDocuments {
  const known = documentsIn(folder);
  const byToken = (principal: Principal | null): boolean => principal !== null && principal.sessionId === null;
  return { byHash: known, mayAsk: (principal, text) => !only || byToken(principal) || known.has(hashOf(text)) };
}

/** What is said to a browser that asks for something else. */
export const onlyPersistedWords = "This installation answers a browser's session only what its own console asks. Ask with an API token.";

/** What is sent as a document or as the hash of one. Looked at by hand, since every request is. */
function askedOf(body: unknown): { readonly query?: unknown; readonly hash?: unknown } {
  if (typeof body !== "object" || body === null) return {};
  const { query, extensions }: { readonly query?: unknown; readonly extensions?: unknown } = body;
  if (query !== undefined || typeof extensions !== "object" || extensions === null) return { query };
  const { persistedQuery }: { readonly persistedQuery?: unknown } = extensions;
  if (typeof persistedQuery !== "object" || persistedQuery === null) return {};
  const { version, sha256Hash }: { readonly version?: unknown; readonly sha256Hash?: unknown } = persistedQuery;
  return version === 1 ? { hash: sha256Hash } : {};
}

/**
 * Takes the hash of a document of the console for the document: requests are small. A hash that is not known is answered
 * as such by Apollo (`PERSISTED_QUERY_NOT_FOUND`), and asked in full.
 * @throws NOT_ALLOWED for a document that may not be asked
 */
export function knowDocuments(app: FastifyInstance, documents: PersistedDocuments): void {
  app.addHook("preHandler", (request, _reply, done) => {
    if (request.routeOptions.url !== "/graphql") return done();
    const { query, hash } = askedOf(request.body);
    const text = typeof hash === "string" ? documents.byHash.get(hash) : undefined;
    // The document stands for its hash: nobody need work that out again.
    if (text !== undefined) request.body = { ...(request.body as object), query: text, extensions: null };
    // A hash that the console does not know may be one that a token has told Apollo: it is some other document.
    const written = text ?? query ?? (hash === undefined ? undefined : "");
    if (typeof written === "string" && !documents.mayAsk(request.principal, written))
      return done(new Rejection("NOT_ALLOWED", onlyPersistedWords));
    done();
  });
}
