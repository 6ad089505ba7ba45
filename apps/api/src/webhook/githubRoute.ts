import { Rejection } from "@ballast/domain";
import type { FastifyInstance } from "fastify";
import { countsOf, refusal, type Doors } from "./doors/passing.ts";
import { isSignedByGitHub } from "./github.ts";
import { noSuchDoor, openDoor } from "./integrationDoor.ts";
import type { Outcome } from "./observeRelease.ts";
import { receiveGithub } from "./receiveGithub.ts";

/** Largest delivery, bytes: GitHub sends up to 25 MiB, but nothing that is recorded here is anywhere near. */
const maxBytes = 2 * 1024 * 1024;

/**
 * `POST /hooks/github/:integrationId`: `release`, `deployment` and `deployment_status`, signed with the integration's
 * secret. 200 when the log has it, 202 for what is ignored, 401 for a wrong signature, 404 for an unknown address.
 */
export async function githubRoute(app: FastifyInstance, { server, ledger }: Doors): Promise<void> {
  const count = (outcome: string): void => server.metrics.webhooks.inc({ kind: "github", outcome });
  // The signature is over the bytes as they came: they are parsed after it was checked.
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      ["application/json", "application/x-www-form-urlencoded"],
      { parseAs: "buffer", bodyLimit: maxBytes },
      (_request, body, done) => done(null, body),
    );
    scope.post<{ Params: { integrationId: string }; Body: Buffer }>(
      "/hooks/github/:integrationId",
      { bodyLimit: maxBytes },
      async (request, reply) => {
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const event = header(request.headers["x-github-event"]) ?? "";
        const noted = { action: event, bytes: body.length, body: () => jsonIn(body, request.headers["content-type"] ?? "") };
        const integration = await openDoor(server.log, "github", request.params.integrationId);
        const secret = integration === null ? null : server.keys.open(integration.sealedSecret ?? "");
        if (integration === null || secret === null) throw noSuchDoor();
        if (!isSignedByGitHub(body, { signature: header(request.headers["x-hub-signature-256"]), secret })) {
          count("wrong signature");
          // Whoever has no secret fills nobody's list with bodies of theirs.
          ledger.note(integration, {
            ...noted, body: () => "", outcome: "refused", why: "the signature does not fit its secret", ...countsOf(null), refused: 1,
          });
          throw new Rejection("NOT_SIGNED_IN", "The signature does not fit: is the secret the one that Ballast showed?");
        }
        const outcome = await receive(() =>
          receiveGithub(server, { integration, event, payload: parse(jsonIn(body, request.headers["content-type"] ?? "")) }), (why) =>
          ledger.note(integration, { ...noted, outcome: "refused", why, ...countsOf(null), refused: 1 }));
        count(outcome.outcome);
        ledger.note(integration, {
          ...noted, outcome: outcome.outcome === "ignored" ? "ignored" : "accepted", why: outcome.outcome === "ignored" ? outcome.why : "",
          ...countsOf(null), repeated: outcome.outcome === "unchanged" ? 1 : 0,
        });
        return reply.code(outcome.outcome === "ignored" ? 202 : 200).send(outcome);
      },
    );
  });
}

const header = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);

/** What it came to; what cannot be read is told before it is answered. */
async function receive(act: () => Promise<Outcome>, refused: (why: string) => void): Promise<Outcome> {
  try {
    return await act();
  } catch (error) {
    const why = refusal(error);
    if (why !== null) refused(why.join("; "));
    throw error;
  }
}

/** GitHub sends JSON, or a form whose `payload` is the JSON. */
function jsonIn(body: Buffer, contentType: string): string {
  const text = body.toString("utf8");
  return contentType.startsWith("application/x-www-form-urlencoded") ? (new URLSearchParams(text).get("payload") ?? "") : text;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError) throw new Rejection("INVALID_INPUT", `The delivery is not JSON: ${error.message}`);
    throw error;
  }
}
