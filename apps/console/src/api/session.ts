import { type ApiError, clientError } from "./errors.ts";

/** Who is signed in, and by what means. */
export interface Session {
  person: { id: string; login: string; name: string; roles: readonly string[] };
  via: string;
  /** What the roles allow, by the API's names: `deploy.run`, `service.write`. Every right is checked again by the API. */
  permissions: readonly string[];
}

/** What signs a person in: a name with its password, or the token of a one-time link. */
export type Credentials = { login: string; password: string } | { token: string };

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

/** Reads the answer of `/session`; `null` when nobody is signed in or it has another shape. */
export function parseSession(body: unknown): Session | null {
  const person = field(body, "person");
  const id = field(person, "id");
  const name = field(person, "name");
  const login = field(person, "login");
  const roles = field(person, "roles");
  const via = field(body, "via");
  const words = (value: unknown): string[] => (Array.isArray(value) ? value.filter((word) => typeof word === "string") : []);
  if (typeof id !== "string" || typeof name !== "string") return null;
  return {
    person: { id, login: typeof login === "string" ? login : "", name, roles: words(roles) },
    via: typeof via === "string" ? via : "",
    permissions: words(field(body, "permissions")),
  };
}

async function ask(init: RequestInit): Promise<Response> {
  try {
    return await fetch("/session", { credentials: "same-origin", ...init });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw clientError("OFFLINE", "Ballast did not answer.", "Check the network, or whether Ballast is running.");
  }
}

async function json(response: Response): Promise<unknown> {
  return (response.headers.get("content-type") ?? "").includes("json") ? response.json() : null;
}

async function refusal(response: Response): Promise<ApiError> {
  const body = await json(response);
  const told = field(body, "message");
  const fix = field(body, "fix");
  const code = field(body, "code");
  const message =
    typeof told === "string" ? told : response.status === 401 ? "That did not sign you in." : `Ballast answered ${response.status}.`;
  const way =
    typeof fix === "string"
      ? fix
      : response.status === 429
        ? "Wait a minute, then try again."
        : "Check the name and password, or ask for a new link.";
  return clientError(typeof code === "string" ? code : `HTTP_${response.status}`, message, way);
}

declare global {
  interface Window {
    /** What `scheme.js` asked before the first script came; taken once. */
    ballastSession?: Promise<Response> | undefined;
  }
}

async function askedEarly(): Promise<Response | undefined> {
  const asked = window.ballastSession;
  window.ballastSession = undefined;
  return asked?.catch(() => undefined);
}

/** The session of this browser, `null` when nobody is signed in. */
export async function getSession(): Promise<Session | null> {
  const response = (await askedEarly()) ?? (await ask({}));
  if (response.status === 401) return null;
  if (!response.ok) throw await refusal(response);
  return parseSession(await json(response));
}

/** Signs in; throws {@link ApiError} when refused. */
export async function signIn(credentials: Credentials): Promise<Session> {
  // What was asked before is of nobody, or of somebody else.
  await askedEarly();
  const response = await ask({ method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(credentials) });
  if (!response.ok) throw await refusal(response);
  const session = parseSession(await json(response)) ?? (await getSession());
  if (session === null)
    throw clientError("BAD_ANSWER", "Signed in, but the session could not be read.", "Allow cookies for this address, then try again.");
  return session;
}

/** Ends the session of this browser. */
export async function signOut(): Promise<void> {
  const response = await ask({ method: "DELETE" });
  if (!response.ok && response.status !== 401) throw await refusal(response);
}
