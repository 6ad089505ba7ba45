import { own } from "@ballast/schema";
import {
  getNamedType, GraphQLError, isCompositeType, isListType, isNonNullType, Kind, valueFromASTUntyped, type FieldNode,
  type FragmentDefinitionNode, type GraphQLField, type GraphQLInputField, type GraphQLOutputType, type GraphQLSchema,
  type OperationDefinitionNode, type SelectionSetNode,
} from "graphql";
import { maxTimelineSlice, sliceSize } from "./connection.ts";

/** Records that one request may touch at most. The console's largest view touches some thousands. */
const mostCost = 100_000;
/** What looking for words costs beside the records found: the index is read for every word, in all of history. */
const wordsCost = 5_000;
/** What a day costs of a time that something is worked out for: schedules turn by turn, of hours where turns are hours. */
const dayCost = 20;
/** What is asked of a longer time is refused by what it is asked of, in its own words. */
const mostDays = 732;
/** What a list without a size is taken to hold: the lanes of a service, the steps of a deploy. */
const listLength = 5;

/** An operation with what is needed to work out what it costs. */
export interface Costed {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What a fragment costs does not depend on where it is spread, and is worked out once. */
interface Costing extends Costed {
  readonly known: Map<string, number>;
}

/**
 * How many records an operation may touch: each object once, as often as the slices and lists around it have places. Their
 * sizes are read from the variables too, where a rule that only sees the document is blind.
 */
function costOf(costed: Costed): number {
  const root = costed.schema.getRootType(costed.operation.operation);
  return root ? selectionCost({ ...costed, known: new Map() }, costed.operation.selectionSet, root.name) : 0;
}

/**
 * What an operation costs.
 * @throws GraphQLError QUERY_TOO_COMPLEX where that is too much
 */
export function refuseTooCostly(costed: Costed): number {
  const cost = costOf(costed);
  if (cost <= mostCost) return cost;
  throw new GraphQLError(`This could touch more than ${mostCost} records: ask for smaller pages, or for less within each.`, {
    extensions: { code: "QUERY_TOO_COMPLEX", http: { status: 400 } },
  });
}

function selectionCost(costed: Costing, { selections }: SelectionSetNode, parent: string): number {
  let total = 0;
  for (const selection of selections) {
    if (total > mostCost) return total;
    if (selection.kind === Kind.FIELD) total += fieldCost(costed, selection, parent);
    else if (selection.kind === Kind.INLINE_FRAGMENT)
      total += selectionCost(costed, selection.selectionSet, selection.typeCondition?.name.value ?? parent);
    else total += fragmentCost(costed, selection.name.value);
  }
  return total;
}

function fragmentCost(costed: Costing, name: string): number {
  const before = costed.known.get(name);
  if (before !== undefined) return before;
  const fragment = costed.fragments.get(name);
  // One that comes back to itself is refused elsewhere; here it ends.
  costed.known.set(name, 0);
  const cost = fragment === undefined ? 0 : selectionCost(costed, fragment.selectionSet, fragment.typeCondition.name.value);
  costed.known.set(name, cost);
  return cost;
}

function fieldCost(costed: Costing, node: FieldNode, parent: string): number {
  const type = costed.schema.getType(parent);
  const field =
    type !== undefined && "getFields" in type
      ? own<GraphQLField<unknown, unknown> | GraphQLInputField>(type.getFields(), node.name.value)
      : undefined;
  if (field === undefined || !("args" in field)) return 0;
  const alone = (looksForWords(costed, node) ? wordsCost : 0) + dayCost * daysAskedFor(costed, node);
  const named = getNamedType(field.type);
  if (node.selectionSet === undefined || !isCompositeType(named)) return alone;
  const paged = field.args.some(({ name }) => name === "first");
  // The edges of a connection are as many as its slice has places, which are counted there.
  const places = paged
    ? sliceSize(firstOf(costed, node), named.name === "TimelineEntryConnection" ? maxTimelineSlice : undefined)
    : isList(field.type) && node.name.value !== "edges"
      ? listLength
      : 1;
  return alone + places * (1 + selectionCost(costed, node.selectionSet, named.name));
}

function isList(type: GraphQLOutputType): boolean {
  return isNonNullType(type) ? isList(type.ofType) : isListType(type);
}

/** Words to look for stand beside the size, or in its filter. */
function looksForWords(costed: Costed, node: FieldNode): boolean {
  const filter = argumentOf(costed, node, "filter");
  const inFilter: unknown = typeof filter === "object" && filter !== null ? Reflect.get(filter, "text") : null;
  return [argumentOf(costed, node, "text"), inFilter].some((text) => typeof text === "string" && text !== "");
}

/** How many days lie between `from` and `to`; none where they are not told, or no instants. */
function daysAskedFor(costed: Costed, node: FieldNode): number {
  const [from, to] = [argumentOf(costed, node, "from"), argumentOf(costed, node, "to")];
  if (typeof from !== "string" || typeof to !== "string") return 0;
  const days = Math.ceil((Date.parse(to) - Date.parse(from)) / 86_400_000) || 0;
  return Math.min(mostDays, Math.max(0, days));
}

function firstOf(costed: Costed, node: FieldNode): number | null {
  const value = argumentOf(costed, node, "first");
  return typeof value === "number" ? value : null;
}

function argumentOf({ variables }: Costed, { arguments: given = [] }: FieldNode, name: string): unknown {
  const argument = given.find((one) => one.name.value === name);
  return argument === undefined ? null : valueFromASTUntyped(argument.value, variables);
}
