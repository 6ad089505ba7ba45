import { holds } from "@ballast/domain/customer";
import { uuid } from "@ballast/schema";
import type { FastifyInstance } from "fastify";
import { sameText } from "../auth/secrets.ts";
import type { ApiServer } from "../graphql/context.ts";
import { publicScope } from "../graphql/publicScope.ts";
import { customerLinkSignature } from "./customerLink.ts";
import { statementOf } from "./statement.ts";

/** It loads nothing and runs nothing. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/** Days that it looks back. */
const DAYS = 90;
/** A page is put together once in so long, ms, whoever asks for it how often; and so many are kept. */
const KEPT_MS = 60_000;
const MOST_KEPT = 200;

interface Linked {
  readonly Params: { readonly customer: string; readonly link: string; readonly signature: string };
}

/**
 * `GET /status/for/CUSTOMER/LINK/SIGNATURE`: what one customer had, for whoever has the address, while it holds: the services that serve
 * it, the incidents that reached it, their minutes. It is made from what anybody may know, so that nothing private is in it or its figures.
 * What was revoked, ended, or never was, is answered alike.
 */
export function customerLinkRoute(app: FastifyInstance, server: ApiServer): void {
  const kept = new Map<string, { readonly at: number; readonly html: string }>();
  const pageOf = (customerId: string): string | null => {
    const at = server.now().getTime();
    const known = kept.get(customerId);
    if (known !== undefined && at - known.at < KEPT_MS) return known.html;
    const html = statementOf(publicScope(server), customerId, DAYS)?.html ?? null;
    kept.delete(customerId);
    if (html !== null) kept.set(customerId, { at, html });
    for (const oldest of [...kept.keys()].slice(0, -MOST_KEPT)) kept.delete(oldest);
    return html;
  };
  const found = ({ customer, link, signature }: Linked["Params"]): string | null => {
    if (!uuid.safeParse(customer).success || !uuid.safeParse(link).success) return null;
    if (!sameText(signature, customerLinkSignature(server.keys, customer, link))) return null;
    const issued = server.readModel.customers.get(customer)?.links.find(({ linkId }) => linkId === link);
    return issued === undefined || !holds(issued, server.now().toISOString()) ? null : pageOf(customer);
  };
  app.get<Linked>("/status/for/:customer/:link/:signature", (request, reply) => {
    const html = found(request.params);
    reply.header("content-security-policy", policy).header("x-robots-tag", "noindex").header("cache-control", "private, no-store");
    if (html === null) return reply.code(404).type("text/plain; charset=utf-8").send("There is nothing at this address.\n");
    return reply.type("text/html; charset=utf-8").send(html);
  });
}
