import { own } from "@ballast/schema";
import type { EvaluationContext } from "@openfeature/core";

type Scalar = string | number | boolean;
/** What is asked of an evaluation: texts, numbers, yes or no, lists of these, and what has such members. Nothing else can be compared. */
export type Attribute = Scalar | readonly Scalar[] | FlagContext;
export interface FlagContext {
  readonly [name: string]: Attribute;
}

/** So many names a path has at most; what lies deeper no rule can ask for. */
const DEEPEST = 8;

const isScalar = (value: unknown): value is Scalar =>
  typeof value === "string" || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value));
const composed = (value: Scalar): Scalar => (typeof value === "string" ? value.normalize("NFC") : value);

function attributeOf(value: unknown, depth: number): Attribute | undefined {
  if (isScalar(value)) return composed(value);
  if (Array.isArray(value)) return value.filter(isScalar).map(composed);
  return typeof value === "object" && value !== null && depth > 1 ? membersOf(value, depth - 1) : undefined;
}

function membersOf(sent: object, depth: number): FlagContext {
  const context: (readonly [string, Attribute])[] = [];
  for (const [name, value] of Object.entries(sent)) {
    // `toString` of somebody's own would be called by the engine.
    const attribute = Reflect.has(Object.prototype, name) ? undefined : attributeOf(value, depth);
    if (attribute !== undefined) context.push([name, attribute]);
  }
  return Object.fromEntries(context);
}

/**
 * What rules can ask for of a context that somebody sent: texts as NFC, so that one name is one place however it was typed,
 * members of members as deep as a path reaches. Objects in lists, and names that JavaScript has its own meaning for, are left out: no
 * rule reaches them.
 */
export const contextOf = (sent: Readonly<Record<string, unknown>>): FlagContext => membersOf(sent, DEEPEST);

/** What a context has where a path leads, as `user.name`; undefined where it leads nowhere. */
export function reached(context: FlagContext, path: string): Attribute | undefined {
  if (!path.includes(".")) return own(context, path);
  let here: Attribute | undefined = context;
  for (const name of path.split(".")) {
    if (!hasMembers(here)) return undefined;
    here = own(here, name);
  }
  return here;
}

const hasMembers = (value: Attribute | undefined): value is FlagContext => typeof value === "object" && !Array.isArray(value);

/** The same with something else where a path leads; what stands in its way gives way. */
export function placedAt(context: FlagContext, path: string, value: Attribute): FlagContext {
  const [name = "", ...further] = path.split(".");
  const there = own(context, name);
  const inner = further.length === 0 ? value : placedAt(hasMembers(there) ? there : {}, further.join("."), value);
  return { ...context, [name]: inner };
}

/** A customer as Ballast knows them. */
export interface FlagCustomer {
  readonly id: string;
  readonly plan: string | null;
  readonly region: string | null;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** The context in which a known customer is evaluated: what is known as `user.name` stands where a rule looks for that. */
export function contextOfCustomer({ id, plan, region, attributes }: FlagCustomer): FlagContext {
  const flat = contextOf({ plan, region, ...attributes, targetingKey: id });
  const paths = Object.entries(flat).filter(([name]) => attributePathShape.test(name));
  return paths.reduce((context, [path, value]) => placedAt(context, path, value), flat);
}

/** Of a path that leads into something. */
const attributePathShape = /^[A-Za-z_][\w-]*(\.[A-Za-z_][\w-]*){1,7}$/;

/** A customer's id is the bucketing attribute's value, where nothing else is known of that. */
export function dividedBy(context: FlagContext, bucketBy: string): FlagContext {
  const { targetingKey } = context;
  return reached(context, bucketBy) !== undefined || targetingKey === undefined ? context : placedAt(context, bucketBy, targetingKey);
}

/** The text that customers are divided by; null where a context has none. */
export function dividing(context: FlagContext, bucketBy: string): string | null {
  const value = reached(context, bucketBy);
  return typeof value === "string" && value !== "" ? value : null;
}

/** As the engine's types have it. */
export const forEngine = (context: FlagContext): EvaluationContext => context as EvaluationContext;
