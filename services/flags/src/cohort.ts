import { createHash } from "node:crypto";
import { sameContent } from "@ballast/domain";
import type { Cohort } from "@ballast/schema";
import type { CompiledFlag } from "./compile.ts";
import { contextOf, dividedBy, reached, type FlagContext } from "./context.ts";
import { OpenFlag, type Evaluation } from "./engine.ts";
import { engineNamed } from "./engines.ts";
import { inPieces } from "./following/pieces.ts";

/** So many are named, over those who enter, leave and switch. */
const MOST_NAMES = 1_000;

/** Whom a proof is worked out for: a known customer's id and context. */
export interface ProvenCustomer {
  readonly id: string;
  readonly context: FlagContext;
}

/** What a change does to whom. */
export interface CohortQuestion {
  /** Null for a flag that was not there. */
  readonly before: CompiledFlag | null;
  readonly after: CompiledFlag;
  readonly customers: Iterable<ProvenCustomer>;
  /** Of the log: as far as flags and customers are known. */
  readonly position: string;
}

type Move = "enter" | "leave" | "switch";
const moves: readonly Move[] = ["enter", "leave", "switch"];

/** Attributes that had to be asked for before a way ends at a place, by place. */
function askedBefore({ steps }: CompiledFlag): (place: string | null) => readonly string[] {
  const upTo = new Map<string, readonly string[]>();
  let asked: readonly string[] = [];
  for (const step of steps) {
    asked = [...new Set([...asked, ...step.asks])];
    upTo.set(step.place, asked);
  }
  return (place) => (place === "kill" ? [] : (upTo.get(place ?? "") ?? asked));
}

/** What one side of a change gives, and whether that can be told of somebody. */
interface Side {
  readonly flag: OpenFlag | null;
  readonly asks: (place: string | null) => readonly string[];
}

const sideOf = (compiled: CompiledFlag | null): Side =>
  compiled === null ? { flag: null, asks: () => [] } : { flag: new OpenFlag(compiled), asks: askedBefore(compiled) };

const lacks = ({ asks }: Side, { place }: Pick<Evaluation, "place">, context: FlagContext): boolean =>
  asks(place).some((name) => reached(context, name) === undefined);

/** Whoever gets nothing of the flag's, gets its off variant: the code default is what was there before it. */
function moveOf(before: string | null, after: string | null, off: string): Move | null {
  const [one, other] = [before ?? off, after ?? off];
  if (one === other) return null;
  if (one === off) return "enter";
  return other === off ? "leave" : "switch";
}

/** The part of a flag that decides for whom something cannot be told: a share that grows asks nobody anything new. */
const sameQuestions = (before: CompiledFlag | null, after: CompiledFlag): boolean =>
  before !== null
  && sameContent(
    before.targeting.rules.rules.map(({ conditions }) => conditions),
    after.targeting.rules.rules.map(({ conditions }) => conditions),
  )
  && sameContent(before.targeting.rules.prerequisites, after.targeting.rules.prerequisites);

/** Counts one after the other. */
interface Counting {
  readonly count: (customer: ProvenCustomer) => void;
  readonly done: () => Cohort;
}

/**
 * Who enters, leaves, switches; counted over everyone known, named up to 1,000. Whoever lacks an attribute that was asked
 * for on their way, and is not certain to stay where they are, cannot be told.
 */
export function cohortProof({ customers, ...question }: CohortQuestion): Cohort {
  const { count, done } = counting(question);
  for (const customer of customers) count(customer);
  return done();
}

/** The same, in pieces between which others have a turn: twenty thousand customers of a flag of 200 rules take two seconds. */
export async function cohortProofInPieces({ customers, ...question }: CohortQuestion): Promise<Cohort> {
  const { count, done } = counting(question);
  await inPieces(customers, count);
  return done();
}

function counting({ before, after, position }: Omit<CohortQuestion, "customers">): Counting {
  const [one, other] = [sideOf(before), sideOf(after)];
  const { flag: { bucketBy }, targeting: { offVariant } } = after;
  const same = sameQuestions(before, after);
  const moved: Record<Move, string[]> = { enter: [], leave: [], switch: [] };
  let [known, cannotTell] = [0, 0];
  const contexts = new Map<string, FlagContext>();
  const named = new Set(after.targeting.overrides.map(({ customer }) => customer));
  const count = ({ id, context: sent }: ProvenCustomer): void => {
    const context = dividedBy(sent, bucketBy);
    if (named.has(id)) contexts.set(id, context);
    known += 1;
    const was = one.flag?.evaluate(context) ?? { variant: null, place: null };
    const is = other.flag?.evaluate(context) ?? { variant: null, place: null };
    const move = moveOf(was.variant, is.variant, offVariant);
    if (move === null && same) return;
    if (lacks(one, was, context) || lacks(other, is, context)) cannotTell += 1;
    else if (move !== null) moved[move].push(id);
  };
  const done = (): Cohort => {
    for (const move of moves) moved[move].sort();
    const engine = engineNamed(after.flag.engine);
    return {
      known, cannotTell, enter: moved.enter.length, leave: moved.leave.length, switch: moved.switch.length,
      overridesStay: stays({ before, after }, { one, other }, contexts), names: namesOf(moved), hash: hashOf(moved), position,
      compiler: engine?.compiler ?? "", engine: engine?.evaluator ?? "",
    };
  };
  return { count, done };
}

/** Named customers who are named for the same before and after, and get the same. */
function stays(
  { before, after }: Pick<CohortQuestion, "before" | "after">,
  { one, other }: { readonly one: Side; readonly other: Side },
  contexts: ReadonlyMap<string, FlagContext>,
): number {
  const were = new Map(before?.targeting.overrides.map(({ customer, variant }) => [customer, variant]));
  return after.targeting.overrides.filter(({ customer, variant }) => {
    if (were.get(customer) !== variant) return false;
    const context = contexts.get(customer) ?? dividedBy(contextOf({ targetingKey: customer }), after.flag.bucketBy);
    return one.flag?.evaluate(context).variant === other.flag?.evaluate(context).variant;
  }).length;
}

const hashOf = (moved: Record<Move, readonly string[]>): string =>
  createHash("sha256").update(JSON.stringify(moves.map((move) => moved[move]))).digest("hex");

/** A third for each, and what one does not need for the others. */
function namesOf(moved: Record<Move, readonly string[]>): Cohort["names"] {
  let left = MOST_NAMES;
  const names: Record<Move, string[]> = { enter: [], leave: [], switch: [] };
  const fewestFirst = moves.toSorted((one, other) => moved[one].length - moved[other].length);
  for (const [index, move] of fewestFirst.entries()) {
    names[move] = moved[move].slice(0, Math.floor(left / (moves.length - index)));
    left -= names[move].length;
  }
  return names;
}
