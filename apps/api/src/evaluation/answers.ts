import { payloadHash } from "@ballast/eventlog";
import type { EnvironmentFlags, Evaluation, FlagContext, FlagFollower, ServedFlag } from "@ballast/flags";
import type { EvaluationErrorCode } from "./asking.ts";

/** What is said of a flag's answer beside it: what somebody wrote on the flag, where in the rules it was decided, how current it is. */
type Metadata = Readonly<Record<string, string | number | boolean>>;

/** One flag's answer, as OFREP has it. Without a value, the caller's code default holds. */
export interface FlagAnswer {
  readonly key: string;
  readonly value?: unknown;
  readonly variant?: string;
  readonly reason?: string;
  readonly metadata?: Metadata;
  readonly errorCode?: EvaluationErrorCode;
  readonly errorDetails?: string;
}

/** How current answers are: the position of the environment's flags, and since when the log is away. */
export function currency(flags: FlagFollower, environment: EnvironmentFlags | undefined): Metadata {
  const { live, asOf } = flags.freshness();
  return { position: environment?.position ?? "0", ...(!live && { log: "away", asOf: asOf?.toISOString() ?? "never" }) };
}

/** Whom no share can divide, and who is asked for one, is told so: what is in no share is not what the flag gives them. */
const missing = (key: string, attribute: string): Required<Pick<FlagAnswer, "errorCode" | "errorDetails">> => ({
  errorCode: attribute === "targetingKey" ? "TARGETING_KEY_MISSING" : "INVALID_CONTEXT",
  errorDetails: `${key} divides customers by ${attribute}: send it in the context, as a text that is not empty.`,
});

/** Whether an answer is one: neither an error of the flag's nor of the context's. */
export const isAnswered = ({ error, lacks }: Evaluation): boolean => error === null && lacks === null;

/** HTTP's own word for an answer that is older than now: seconds since the log was last heard of; none while it is. */
export function ageOf(flags: FlagFollower, nowMs: number): { readonly age?: string } {
  const { live, asOf } = flags.freshness();
  return live || asOf === null ? {} : { age: String(Math.max(0, Math.round((nowMs - asOf.getTime()) / 1_000))) };
}

/** What a flag gives a context. */
export function answerOf(key: string, evaluation: Evaluation, current?: Metadata): FlagAnswer {
  const { variant, value, reason, place, error, errorCode, lacks } = evaluation;
  const told = { ...evaluation.metadata, ...current };
  const beside = Object.keys(told).length > 0 && { metadata: told };
  if (lacks !== null) return { key, ...missing(key, lacks), ...beside };
  if (error !== null) return { key, errorCode: errorCode ?? "GENERAL", errorDetails: `${key}: ${error}`, ...beside };
  if (variant === null) return { key, reason, ...beside };
  return { key, value, variant, reason, metadata: { ...told, rule: place ?? "" } };
}

/** The etag of a bulk answer: which flags, and for whom. */
export const etagOf = (environment: EnvironmentFlags | undefined, context: FlagContext): string =>
  `"${environment?.position ?? "0"}-${payloadHash(context)}"`;

/** Whether a client has this answer; several etags, and weak ones, are asked for too. */
export const hasIt = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch !== undefined && ifNoneMatch.split(",").some((one) => one.trim().replace(/^W\//, "") === etag);

/** A refetch names the position it has heard of: digits, as the log gives them. */
export const readPosition = (given: unknown): string | null =>
  typeof given === "string" && /^\d{1,20}$/.test(given) ? BigInt(given).toString() : null;

/** A counter of evaluations hears of each. */
export type Counted = (flag: ServedFlag, variant: string | null) => void;

/**
 * What a flag's evaluation says among others', with the comma before it, as bytes: joining texts and making bytes of them took a fifth of
 * a bulk request. An evaluation is one flag's, and the same for all who get the same.
 */
const items = new WeakMap<Evaluation, Buffer>();

function itemOf(key: string, evaluation: Evaluation): Buffer {
  let item = items.get(evaluation);
  if (item === undefined) items.set(evaluation, (item = Buffer.from(`,${JSON.stringify(answerOf(key, evaluation))}`)));
  return item;
}

/** A flag that is built already takes microseconds: so many are evaluated before the clock is asked. */
const BETWEEN_LOOKS = 32;

/** What is asked of all flags at once. */
export interface AllAnswers<Flag> {
  readonly flags: ReadonlyMap<string, Flag>;
  readonly context: FlagContext;
  /** Asked for anew after each turn of others: what was counted until then may have been written down. */
  readonly counting: () => (flag: Flag, variant: string | null) => void;
}

/**
 * Every flag for one context as the members of a JSON list, those that cannot be evaluated among them; `turn` gives others one where it
 * is time for it.
 */
export async function answerAll<Flag extends Pick<ServedFlag, "evaluate" | "isReady">>(
  { flags, context, counting }: AllAnswers<Flag>,
  turn: () => Promise<void> | undefined,
): Promise<readonly Buffer[]> {
  const answers: Buffer[] = [];
  let counted = counting();
  for (const [key, flag] of flags) {
    const wasReady = flag.isReady;
    const evaluation = flag.evaluate(context);
    if (evaluation.lacks === null) counted(flag, evaluation.variant);
    answers.push(itemOf(key, evaluation));
    const rest = wasReady && answers.length % BETWEEN_LOOKS !== 0 ? undefined : turn();
    if (rest === undefined) continue;
    await rest;
    counted = counting();
  }
  const [first] = answers;
  if (first !== undefined) answers[0] = first.subarray(1);
  return answers;
}
