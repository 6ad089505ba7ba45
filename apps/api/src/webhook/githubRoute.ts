import { Rejection } from "@ballast/domain";
import type { FastifyInstance } from "fastify";
import type { ApiServer } from "../graphql/context.ts";
import { isSignedByGitHub } from "./github.ts";
import { noSuchDoor, openDoor } from "./integrationDoor.ts";
import { receiveGithub } from "./receiveGithub.ts";

/** Largest delivery, bytes: GitHub sends up to 25 MiB, but nothing that is recorded here is anywhere near. */
const maxBytes = 2 * 1024 * 1024;

/**
 * `POST /hooks/github/:integrationId`: `release`, `deployment` and `deployment_status`, signed with the integration's
 * secret. 200 when the log has it, 202 for what is ignored, 401 for a wrong signature, 404 for an unknown address.
 */
export async function githubRoute(app: FastifyInstance, server: ApiServer): Promise<void> {
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
        const integration = await openDoor(server.log, "github", request.params.integrationId);
        const secret = integration === null ? null : server.keys.open(integration.sealedSecret ?? "");
        if (integration === null || secret === null) throw noSuchDoor();
        if (!isSignedByGitHub(body, { signature: header(request.headers["x-hub-signature-256"]), secret })) {
          count("wrong signature");
          throw new Rejection("NOT_SIGNED_IN", "The signature does not fit: is the secret the one that Ballast showed?");
        }
        const outcome = await receiveGithub(server, {
          integration, event: header(request.headers["x-github-event"]) ?? "", payload: parse(body, request.headers["content-type"] ?? ""),
        });
        count(outcome.outcome);
        return reply.code(outcome.outcome === "ignored" ? 202 : 200).send(outcome);
      },
    );
  });
}

const header = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);

/** GitHub sends JSON, or a form whose `payload` is the JSON. */
function parse(body: Buffer, contentType: string): unknown {
  const text = body.toString("utf8");
  const json = contentType.startsWith("application/x-www-form-urlencoded") ? (new URLSearchParams(text).get("payload") ?? "") : text;
  try {
    return JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError) throw new Rejection("INVALID_INPUT", `The delivery is not JSON: ${error.message}`);
    throw error;
  }
}
