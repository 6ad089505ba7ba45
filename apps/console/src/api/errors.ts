/** A refusal or failure as the API tells it: what happened, where, and what to do. */
export interface Problem {
  /** Closed refusal code (`DEPLOY_IN_PROGRESS`), or `OFFLINE`, `TIMEOUT`, `HTTP_503`, `BAD_ANSWER` from this client. */
  code: string;
  message: string;
  /** The input field or selection it is about, `input.version`; empty when it is about the whole request. */
  path: string;
  /** What the person can do about it. */
  fix: string | null;
}

/** Thrown by every call to the API. `problems` holds all of them, the fields of the first are repeated on top. */
export class ApiError extends Error implements Problem {
  override readonly name = "ApiError";
  readonly code: string;
  readonly path: string;
  readonly fix: string | null;
  readonly problems: readonly Problem[];

  constructor(problems: readonly [Problem, ...Problem[]]) {
    super(problems[0].message);
    this.code = problems[0].code;
    this.path = problems[0].path;
    this.fix = problems[0].fix;
    this.problems = problems;
  }
}

/** Codes after which the person has to sign in again. */
const signInCodes = new Set(["NOT_SIGNED_IN", "HTTP_401"]);

/** Whether the person has to sign in again. */
export function needsSignIn(error: unknown): boolean {
  return error instanceof ApiError && signInCodes.has(error.code);
}

/** Whether the person's roles do not open what they asked for. */
export function notAllowed(error: unknown): boolean {
  return error instanceof ApiError && (error.code === "NOT_ALLOWED" || error.code === "HTTP_403");
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** Reads one GraphQL error. The input field it is about (`extensions.field`) is preferred over the selection's path. */
function problemOf(raw: unknown): Problem {
  const error = record(raw);
  const extensions = record(error["extensions"]);
  const field = extensions["field"] ?? error["path"];
  return {
    code: text(extensions["code"]) ?? "INTERNAL",
    message: text(error["message"]) ?? "The server refused without saying why.",
    path: Array.isArray(field) ? field.join(".") : (text(field) ?? ""),
    fix: text(extensions["remedy"]),
  };
}

/** The error for a list of GraphQL errors, `null` when there are none. */
export function errorFrom(errors: unknown): ApiError | null {
  if (!Array.isArray(errors) || errors.length === 0) return null;
  const [first, ...rest] = errors.map(problemOf);
  return first === undefined ? null : new ApiError([first, ...rest]);
}

/** An error this client found itself, before or instead of an answer. */
export function clientError(code: string, message: string, fix: string): ApiError {
  return new ApiError([{ code, message, path: "", fix }]);
}

/** Whatever was thrown, as a problem that can be shown. */
export function asProblem(error: unknown): Problem {
  if (error instanceof ApiError) return { code: error.code, message: error.message, path: error.path, fix: error.fix };
  const message = error instanceof Error ? error.message : String(error);
  return { code: "UNEXPECTED", message, path: "", fix: "Try again; if it stays, tell whoever runs Ballast what you did." };
}
