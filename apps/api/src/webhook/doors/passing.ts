import { Rejection } from "@ballast/domain";
import type { DataOf } from "@ballast/schema";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { ZodError } from "zod";
import type { ApiServer } from "../../graphql/context.ts";
import { NoAlertTaken } from "../alertmanager.ts";
import { gate, type Gate } from "../busy.ts";
import { Behind } from "../caughtUp.ts";
import { reception, type Received, type Reception } from "../receiveAlerts.ts";
import { certificates, type Certificates } from "../sns/certificates.ts";
import { notingCustomers, type NoteCustomers } from "../seenCustomers.ts";
import { ledgerOf, type Ledger } from "./ledger.ts";
import { readAsked, type Asked } from "./read.ts";
import { take } from "./take.ts";
import type { Taken } from "./taken.ts";

/** More than this at a time are sent away. */
const MOST_AT_ONCE = 64;

/** What all doors of one server have in common. */
export interface Doors {
  readonly server: ApiServer;
  readonly at: Reception;
  readonly ledger: Ledger;
  readonly gate: Gate;
  readonly noteCustomers: NoteCustomers;
  /** With what messages of SNS are told from what only looks like them. */
  readonly sns: { readonly certificates: Certificates; readonly now: () => Date };
}

/** Opens them; what was not noted yet is when the server closes. */
export function openDoors(app: FastifyInstance, server: ApiServer): Doors {
  const ledger = ledgerOf(server);
  app.addHook("onClose", () => ledger.close());
  return {
    server, at: reception(server), ledger, gate: gate(MOST_AT_ONCE), noteCustomers: notingCustomers(server),
    sns: { certificates: certificates(), now: server.now },
  };
}

/** A body as it came, and what it says; `json` is undefined where it is no JSON. */
export interface Body {
  readonly text: string;
  readonly json: unknown;
}

/** Bodies of any content type are JSON, or nothing that is read: SNS posts its as plain text. Packed ones are not unpacked. */
export function takeAnyJson(scope: FastifyInstance): void {
  const parse = scope.getDefaultJsonParser("remove", "ignore");
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser("*", { parseAs: "string" }, (request, text, done) => {
    const read = String(text);
    if (read === "") return done(null, { text: "", json: {} } satisfies Body);
    void parse(request, read, (error, json: unknown) => done(null, { text: read, json: error === null ? json : undefined } satisfies Body));
  });
  scope.addHook("onRequest", (request, _reply, done) => {
    const encoding = request.headers["content-encoding"];
    if (encoding === undefined || encoding === "identity") return done();
    done(Object.assign(new Error(`A body packed with ${encoding} is not read here: send it as it is.`), { statusCode: 415 }));
  });
}

/** The body of a request in a scope that takes any JSON; none where nothing was sent. */
export const bodyOf = ({ body }: FastifyRequest): Body => (body === undefined || body === null ? { text: "", json: {} } : (body as Body));

/** What a request came to: taken, or why not. */
export type Passed =
  | { readonly passed: "taken"; readonly taken: Taken }
  | { readonly passed: "refused"; readonly why: readonly string[] }
  | { readonly passed: "busy" };

/** Why something could not be read, one line each; null for what is no fault of the sender's. */
export function refusal(error: unknown): readonly string[] | null {
  if (error instanceof ZodError) {
    return error.issues.slice(0, 20).map(
      ({ path, message }) => [path.map(String).join("."), message].filter((part) => part !== "").join(": "),
    );
  }
  if (error instanceof NoAlertTaken) return error.refused.slice(0, 20).map(({ index, why }) => `alerts.${index}: ${why}`);
  return error instanceof Rejection ? [error.message] : null;
}

/** What of a delivery is kept and told apart; nothing of what is nested too deeply to be written. */
export function textOf(body: unknown): string {
  try {
    return JSON.stringify(body) ?? "";
  } catch (error) {
    if (error instanceof RangeError) return "";
    throw error;
  }
}

/** What came of a notification, as it is noted. */
export const countsOf = (received: Received | null): Pick<Parameters<Ledger["note"]>[1], "fired" | "cleared" | "repeated" | "refused"> => ({
  fired: received?.fired ?? 0, cleared: (received?.cleared ?? 0) + (received?.unseen ?? 0), repeated: received?.repeated ?? 0,
  refused: received?.refused.length ?? 0,
});

/**
 * Reads and records what somebody with the right key asks, and notes it. `wrong` says why it is not from whom it says.
 * @throws LogUnavailable, and what is our own fault
 */
export async function pass(
  { server, at, ledger, gate: { enter, leave }, noteCustomers }: Doors,
  integration: DataOf<"IntegrationAdded">,
  { kept, wrong, ...asked }: Asked & { readonly kept: string; readonly wrong?: () => Promise<string | null> },
): Promise<Passed> {
  const { kind } = integration;
  const noted = { action: asked.action, bytes: Buffer.byteLength(kept), body: () => kept };
  if (kind === "github") throw new Error("GitHub's deliveries have a door of their own");
  const count = (outcome: string): void => server.metrics.webhooks.inc({ kind, outcome });
  if (!enter()) {
    count("busy");
    return { passed: "busy" };
  }
  try {
    const forged = (await wrong?.()) ?? null;
    if (forged !== null) throw new Rejection("INVALID_INPUT", forged);
    const reading = readAsked(kind, asked, { integration, now: server.now() });
    const taken = await take(server, { integration, at }, reading);
    if (reading.says === "alerts") await noteCustomers(integration, reading.notice.alerts);
    count(taken.outcome);
    const unread = (taken.received?.refused ?? []).map(({ index, why }) => `alerts.${index}: ${why}`).join("; ");
    ledger.note(integration, {
      ...noted, outcome: taken.outcome, why: [taken.why, unread].filter((part) => part !== "").join("; "), ...countsOf(taken.received),
    });
    return { passed: "taken", taken };
  } catch (error) {
    if (error instanceof Behind) {
      count("busy");
      return { passed: "busy" };
    }
    const why = refusal(error);
    if (why === null) throw error;
    count("refused");
    ledger.note(integration, { ...noted, outcome: "refused", why: why.join("; "), ...countsOf(null), refused: 1 });
    return { passed: "refused", why };
  } finally {
    leave();
  }
}
