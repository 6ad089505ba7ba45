import { Rejection } from "@ballast/domain";
import { confirmTokenOf, stopTokenOf, webhookSecretOf } from "@ballast/eventlog";
import { uuid } from "@ballast/schema";
import type { FastifyInstance, FastifyReply } from "fastify";
import { sameText } from "../../auth/secrets.ts";
import type { ApiServer } from "../../graphql/context.ts";
import { viewOf, type View } from "../html/frame.ts";
import { policyOf } from "../html/style.ts";
import { askingHtml, isCalled } from "../html/subscribing.ts";
import { keptSite } from "../serving/kept.ts";
import { AskLimits } from "./askLimits.ts";
import { addressFor, askFor, channelOf, confirm, reader, scopeOf, stop } from "./subscriptions.ts";

/** Longest form anybody sends, bytes: an address and all components of a page. */
const LONGEST_FORM = 64 * 1024;

interface Linked {
  readonly Params: { readonly slug: string; readonly id: string; readonly token: string };
}
interface Confirmed {
  readonly Params: { readonly slug: string; readonly id: string; readonly ask: string; readonly token: string };
}

/** Answers of these are nobody else's, and their addresses hold secrets. */
function send(
  reply: FastifyReply, view: View, { status = 200, ...shown }: Parameters<typeof askingHtml>[1] & { readonly status?: number },
): FastifyReply {
  return reply
    .code(status)
    .header("cache-control", "no-store").header("x-robots-tag", "noindex")
    .header("content-security-policy", policyOf(view.page.page.logoUrl))
    .type("text/html; charset=utf-8")
    .send(askingHtml(view, shown));
}

const nowhere = (reply: FastifyReply): FastifyReply =>
  reply.code(404).type("text/plain; charset=utf-8").header("cache-control", "no-store").send("There is no such status page.\n");

/** Subscriptions of readers: asked for by a form, confirmed and stopped by addresses that open a view which posts. Nobody signs in. */
export function subscribingRoutes(app: FastifyInstance, server: ApiServer): void {
  void app.register((scope, _, done) => {
    // Mail programs that stop messages post a form too; whatever else comes says nothing.
    const read = { parseAs: "string", bodyLimit: LONGEST_FORM } as const;
    scope.addContentTypeParser("application/x-www-form-urlencoded", read, (_request, text, parsed) =>
      parsed(null, new URLSearchParams(String(text))));
    scope.addContentTypeParser("*", read, (_request, _text, parsed) => parsed(null, null));
    asking(scope, server);
    confirming(scope, server);
    stopping(scope, server);
    done();
  });
}

const viewFor = (server: ApiServer, slug: string): View | null => {
  const page = keptSite(server).pages().find(isCalled(slug));
  return page === undefined ? null : viewOf(page);
};

function asking(app: FastifyInstance, server: ApiServer): void {
  const limits = new AskLimits(() => server.now().getTime());
  app.post<{ Params: { slug: string } }>("/status/:slug/subscribe", async (request, reply) => {
    const view = viewFor(server, request.params.slug);
    if (view === null) return nowhere(reply);
    const { subscribe, getUpdates } = view.words;
    const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
    const channel = channelOf(form.get("channel"));
    const address = channel === null ? null : addressFor(channel, form.get("address") ?? "");
    const parts = form.getAll("part");
    // Somebody who leaves "everything" where it was, and marks parts beside it, means the parts.
    const scope = scopeOf(view.page.page, parts.filter((part) => part !== "all"));
    if (channel === null || address === null || scope === null)
      return send(reply, view, { title: getUpdates, text: subscribe.wrong, status: 400 });
    if (!limits.lets(request.ip, view.page.page.id)) return send(reply, view, { title: getUpdates, text: subscribe.tooMany, status: 429 });
    try {
      await askFor(server, { page: view.page.page, channel, address, scope });
    } catch (error) {
      if (error instanceof Rejection) return send(reply, view, { title: getUpdates, text: subscribe.tooMany, status: 429 });
      throw error;
    }
    return send(reply, view, { title: getUpdates, text: subscribe.asked });
  });
}

function confirming(app: FastifyInstance, server: ApiServer): void {
  const holds = ({ id, ask, token }: Confirmed["Params"]): boolean =>
    uuid.safeParse(id).success && uuid.safeParse(ask).success && sameText(token, confirmTokenOf(server.keys, id, ask));
  const url = "/status/:slug/confirm/:id/:ask/:token";
  app.get<Confirmed>(url, (request, reply) => {
    const view = viewFor(server, request.params.slug);
    if (view === null) return nowhere(reply);
    const { subscribe } = view.words;
    const name = view.page.page.name;
    return holds(request.params)
      ? send(reply, view, { title: subscribe.confirm(name), press: subscribe.confirmPress })
      : send(reply, view, { title: view.words.getUpdates, text: subscribe.gone, status: 404 });
  });
  app.post<Confirmed>(url, async (request, reply) => {
    const view = viewFor(server, request.params.slug);
    if (view === null) return nowhere(reply);
    const { subscribe, getUpdates } = view.words;
    const { id, ask } = request.params;
    try {
      if (!holds(request.params)) throw new Rejection("NOT_FOUND", "no such link");
      await server.readModel.waitFor(await confirm(server, id, ask));
    } catch (error) {
      if (error instanceof Rejection) return send(reply, view, { title: getUpdates, text: subscribe.gone, status: 404 });
      throw error;
    }
    const isProgram = server.readModel.subscribers.get(id)?.channel === "webhook";
    return send(reply, view, {
      title: getUpdates, text: `${subscribe.confirmed(view.page.page.name)}${isProgram ? ` ${subscribe.secret}` : ""}`,
      ...(isProgram && { code: webhookSecretOf(server.keys, id) }),
    });
  });
}

function stopping(app: FastifyInstance, server: ApiServer): void {
  const holds = ({ id, token }: Linked["Params"]): boolean => uuid.safeParse(id).success && sameText(token, stopTokenOf(server.keys, id));
  const url = "/status/:slug/unsubscribe/:id/:token";
  app.get<Linked>(url, (request, reply) => {
    const view = viewFor(server, request.params.slug);
    if (view === null) return nowhere(reply);
    const { subscribe, getUpdates } = view.words;
    return holds(request.params)
      ? send(reply, view, { title: subscribe.stop(view.page.page.name), press: subscribe.stopPress })
      : send(reply, view, { title: getUpdates, text: subscribe.gone, status: 404 });
  });
  app.post<Linked>(url, async (request, reply) => {
    const view = viewFor(server, request.params.slug);
    if (!holds(request.params)) {
      if (view === null) return nowhere(reply);
      return send(reply, view, { title: view.words.getUpdates, text: view.words.subscribe.gone, status: 404 });
    }
    // Also of a page that nobody sees any more.
    await stop(server, request.params.id, { actor: reader, as: "themselves" });
    if (view === null) return reply.type("text/plain; charset=utf-8").header("cache-control", "no-store").send("Stopped.\n");
    return send(reply, view, { title: view.words.getUpdates, text: view.words.subscribe.stopped(view.page.page.name) });
  });
}
