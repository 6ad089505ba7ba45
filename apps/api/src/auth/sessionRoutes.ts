import { randomUUID } from "node:crypto";
import { Rejection } from "@ballast/domain";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Authentication } from "./authenticate.ts";
import { permissionsOf } from "./permissions.ts";
import type { FailedSignIns } from "./failedSignIns.ts";
import type { Principal, SignedInPerson } from "./principal.ts";
import { verifyPassword } from "./secrets.ts";
import { signInLimits, type SignInLimits } from "./signInLimits.ts";
import { linkLifetimeMs, linkPayload, readSigned, sessionCookie, sessionLifetimeMs, signedText, type LinkPayload } from "./signed.ts";

/** What signing in needs besides authentication. */
export interface SignIn {
  readonly auth: Authentication;
  readonly publicUrl: string;
  /** Records that a link was used; refuses (`NOT_ALLOWED`) the second time, on whichever server. */
  readonly consumeLink: (link: LinkPayload) => Promise<void>;
  /** Records that a session ended. */
  readonly revokeSession: (principal: Principal) => Promise<void>;
  readonly failures: FailedSignIns;
}

const passwordSignIn = z.object({ login: z.string().min(1).max(200), password: z.string().min(1).max(1_000) });
const linkSignIn = z.object({ token: z.string().min(1).max(2_000) });

/** Makes a link that signs this person in once, within ten minutes. */
export function signInLink(signIn: SignIn, person: SignedInPerson): string {
  const link: LinkPayload = { linkId: randomUUID(), personId: person.id, expiresAt: signIn.auth.now() + linkLifetimeMs };
  return `${signIn.publicUrl}/sign-in?token=${signedText(signIn.auth.keys, "link", link)}`;
}

/** `POST /session` (password or one-time link), `GET /session`, `DELETE /session`, `POST /local/sign-in-link`. */
export function sessionRoutes(app: FastifyInstance, signIn: SignIn): void {
  const limits = signInLimits(signIn.auth.now);
  app.addHook("onClose", () => signIn.failures.write());
  app.post("/session", async (request, reply) => {
    const person = await whoSignsIn(signIn, { body: request.body, address: request.ip, limits }).catch((error: unknown) => {
      if (error instanceof Rejection) noteFailure(signIn, request, error);
      throw error;
    });
    return startSession(signIn, person, reply);
  });
  app.get("/session", async (request) => {
    if (request.principal === null) throw new Rejection("NOT_SIGNED_IN", "Nobody is signed in.");
    return describe(request.principal);
  });
  app.delete("/session", async (request, reply) => {
    if (request.principal !== null && request.principal.sessionId !== null) await signIn.revokeSession(request.principal);
    return reply.clearCookie(sessionCookie, { path: "/" }).code(204).send();
  });
  app.post("/local/sign-in-link", async (request: FastifyRequest) => {
    const principal = request.principal;
    if (principal === null || (principal.means !== "local-credential" && principal.means !== "cli")) {
      throw new Rejection("NOT_ALLOWED", "Only the machine's own credential gets a sign-in link.");
    }
    return { url: signInLink(signIn, principal.person), expiresInMs: linkLifetimeMs };
  });
}

/** Who tried to come in belongs to what an operator can read, and to the record; what they typed as a password does not. */
function noteFailure(signIn: SignIn, { body, ip, log }: FastifyRequest, { code }: Rejection): void {
  const login = loginIn(body);
  log.warn({ login, address: ip, code }, "sign-in failed");
  signIn.failures.note({
    personId: login === null ? null : (signIn.auth.directory.personByLogin(login)?.id ?? null), address: ip,
    refused: code === "RATE_LIMITED",
  });
}

const loginIn = (body: unknown): string | null => z.object({ login: z.string().max(200) }).safeParse(body).data?.login ?? null;

interface Trying {
  readonly body: unknown;
  readonly address: string;
  readonly limits: SignInLimits;
}

async function whoSignsIn(signIn: SignIn, { body, address, limits }: Trying): Promise<SignedInPerson> {
  const byLink = linkSignIn.safeParse(body);
  if (byLink.success) return personOfLink(signIn, byLink.data.token);
  const { login, password } = passwordSignIn.parse(body);
  limits.refuseTooMany({ login, address });
  const person = signIn.auth.directory.personByLogin(login);
  const hash = person === null ? null : signIn.auth.directory.passwordHashOf(person.id);
  // An unknown login costs the same time as a wrong password, so that neither tells which it was.
  const right = await verifyPassword(password, hash ?? decoyHash);
  if (person === null || hash === null || !right) {
    limits.failed({ login, address });
    throw new Rejection("NOT_SIGNED_IN", "This name and password do not belong together.");
  }
  limits.succeeded({ login, address });
  return person;
}

const decoyHash = `${Buffer.alloc(16).toString("base64url")}.${Buffer.alloc(32).toString("base64url")}`;

async function personOfLink(signIn: SignIn, token: string): Promise<SignedInPerson> {
  const link = readSigned(signIn.auth.keys, "link", { text: token, schema: linkPayload });
  if (link === null) throw new Rejection("NOT_SIGNED_IN", "This link is not one of this installation's.");
  if (link.expiresAt <= signIn.auth.now())
    throw new Rejection("NOT_SIGNED_IN", "This link has expired: it held for ten minutes. Get another one with: ballast sign-in.");
  const person = signIn.auth.directory.personById(link.personId);
  if (person === null) throw new Rejection("NOT_SIGNED_IN", "The person this link was for is not here any more.");
  await signIn.consumeLink(link);
  return person;
}

function startSession(signIn: SignIn, person: SignedInPerson, reply: FastifyReply): FastifyReply {
  const now = signIn.auth.now();
  const session = { sessionId: randomUUID(), personId: person.id, issuedAt: now, expiresAt: now + sessionLifetimeMs };
  const options = {
    path: "/", httpOnly: true, sameSite: "lax", secure: signIn.publicUrl.startsWith("https:"), maxAge: sessionLifetimeMs / 1_000,
  } as const;
  return reply.setCookie(sessionCookie, signedText(signIn.auth.keys, "session", session), options).send(describePerson(person, "console"));
}

const describe = (principal: Principal) => ({
  ...describePerson(principal.person, principal.means), permissions: permissionsOf(principal.roles),
});

const describePerson = (person: SignedInPerson, via: string) => ({
  person: { id: person.id, login: person.login, name: person.name, roles: person.roles },
  via,
  permissions: permissionsOf(person.roles),
});
