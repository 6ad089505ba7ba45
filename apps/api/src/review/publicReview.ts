import { uuid } from "@ballast/schema";
import type { FastifyInstance } from "fastify";
import type { ApiServer } from "../graphql/context.ts";
import { publicScope } from "../graphql/publicScope.ts";
import { find } from "../graphql/records.ts";
import { exported } from "./reviewExport.ts";
import { reviewById, type Review } from "./reviewType.ts";

/** It loads nothing and runs nothing. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** So many pages are kept, those that were asked for last. */
const MOST_KEPT = 50;
const kept = new WeakMap<ApiServer["readModel"], Map<string, string>>();

/** A review stays as it was published: its page is put together once, whoever asks for it how often. */
function pageOf({ readModel }: ApiServer, review: Review): string {
  const pages = kept.get(readModel) ?? new Map<string, string>();
  kept.set(readModel, pages);
  const key = `${review.key} ${review.row.published?.position ?? ""}`;
  const page = pages.get(key) ?? exported(review, "html", "public");
  pages.delete(key);
  pages.set(key, page);
  for (const oldest of [...pages.keys()].slice(0, -MOST_KEPT)) pages.delete(oldest);
  return page;
}

/** The public version of a review that is published for the public; null of every other, whatever keeps it from being one. */
function publicVersion(server: ApiServer, reviewId: string): string | null {
  if (!uuid.safeParse(reviewId).success) return null;
  const scope = publicScope(server);
  const review = reviewById(scope, reviewId);
  if (review?.row.publication?.visibility !== "public") return null;
  // What became private since is told to nobody, and of a drill there is nothing to tell.
  const incident = find(scope, "Incident", review.row.incidentId);
  return incident === null || incident.row.drill ? null : pageOf(server, review);
}

/**
 * `GET /published/reviews/ID`: a review as the public reads it, for as long as it is published for the public. Nobody signs in; whatever is
 * not there, not published or not for them is answered alike.
 */
export function publicReviewRoute(app: FastifyInstance, server: ApiServer): void {
  app.get<{ Params: { id: string } }>("/published/reviews/:id", (request, reply) => {
    const html = publicVersion(server, request.params.id.toLowerCase());
    reply.header("content-security-policy", policy).header("x-robots-tag", "noindex");
    if (html === null)
      return reply.code(404).type("text/plain; charset=utf-8").header("cache-control", "no-store").send("There is no such review.\n");
    return reply.type("text/html; charset=utf-8").header("cache-control", "public, max-age=10").send(html);
  });
}
