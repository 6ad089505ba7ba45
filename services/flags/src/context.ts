import { own } from "@ballast/schema";
import type { EvaluationContext } from "@openfeature/core";

/** What is asked of an evaluation: texts, numbers, yes or no, and lists of these. Nothing else can be compared. */
export type Attribute = string | number | boolean | readonly (string | number | boolean)[];
export type FlagContext = Readonly<Record<string, Attribute>>;

type Scalar = string | number | boolean;
const isScalar = (value: unknown): value is Scalar =>
  typeof value === "string" || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value));
const composed = (value: Scalar): Scalar => (typeof value === "string" ? value.normalize("NFC") : value);

/**
 * What rules can ask for of a context that somebody sent: its own top level, texts as NFC, so that one name is one place
 * however it was typed. Objects, and names that JavaScript has its own meaning for, are left out: no rule reaches them.
 */
export function contextOf(sent: Readonly<Record<string, unknown>>): FlagContext {
  const context: (readonly [string, Attribute])[] = [];
  for (const [name, value] of Object.entries(sent)) {
    if (name === "__proto__") continue;
    if (isScalar(value)) context.push([name, composed(value)]);
    else if (Array.isArray(value)) context.push([name, value.filter(isScalar).map(composed)]);
  }
  return Object.fromEntries(context);
}

/** A customer as Ballast knows them. */
export interface FlagCustomer {
  readonly id: string;
  readonly plan: string | null;
  readonly region: string | null;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** The context in which a known customer is evaluated. */
export const contextOfCustomer = ({ id, plan, region, attributes }: FlagCustomer): FlagContext =>
  contextOf({ plan, region, ...attributes, targetingKey: id });

/** A customer's id is the bucketing attribute's value, where nothing else is known of that. */
export function dividedBy(context: FlagContext, bucketBy: string): FlagContext {
  const { targetingKey } = context;
  return own(context, bucketBy) !== undefined || targetingKey === undefined ? context : { ...context, [bucketBy]: targetingKey };
}

/** As the engine's types have it. */
export const forEngine = (context: FlagContext): EvaluationContext => context as EvaluationContext;
