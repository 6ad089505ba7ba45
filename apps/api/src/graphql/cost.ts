import { getNamedType, GraphQLError, isCompositeType, isListType, isNonNullType, Kind, valueFromASTUntyped, type FieldNode, type FragmentDefinitionNode, type GraphQLOutputType, type GraphQLSchema, type OperationDefinitionNode, type SelectionSetNode } from "graphql";
import { pageSize } from "./connection.ts";

/** Records that one request may touch at most. The console's largest page touches some thousands. */
const mostCost = 100_000;
/** What a list without a page size is taken to hold: the lanes of a service, the steps of a deploy. */
const listLength = 5;

/** An operation with what is needed to work out what it costs. */
export interface Costed {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * How many records an operation may touch: each object once, as often as the pages and lists around it have places. Page
 * sizes are read from the variables too, where a rule that only sees the document is blind.
 */
function costOf(costed: Costed): number {
  const root = costed.schema.getRootType(costed.operation.operation);
  return root ? selectionCost(costed, costed.operation.selectionSet, root.name) : 0;
}

/**
 * What an operation costs.
 * @throws GraphQLError QUERY_TOO_COMPLEX where that is too much
 */
export function refuseTooCostly(costed: Costed): number {
  const cost = costOf(costed);
  if (cost <= mostCost) return cost;
  throw new GraphQLError(`This could touch more than ${mostCost} records: ask for smaller pages, or for less within each.`, { extensions: { code: "QUERY_TOO_COMPLEX", http: { status: 400 } } });
}

function selectionCost(costed: Costed, { selections }: SelectionSetNode, parent: string): number {
  let total = 0;
  for (const selection of selections) {
    if (total > mostCost) return total;
    if (selection.kind === Kind.FIELD) total += fieldCost(costed, selection, parent);
    else if (selection.kind === Kind.INLINE_FRAGMENT) total += selectionCost(costed, selection.selectionSet, selection.typeCondition?.name.value ?? parent);
    else {
      const fragment = costed.fragments.get(selection.name.value);
      if (fragment !== undefined) total += selectionCost(costed, fragment.selectionSet, fragment.typeCondition.name.value);
    }
  }
  return total;
}

function fieldCost(costed: Costed, node: FieldNode, parent: string): number {
  const type = costed.schema.getType(parent);
  const field = type !== undefined && "getFields" in type ? type.getFields()[node.name.value] : undefined;
  if (field === undefined || node.selectionSet === undefined || !("args" in field)) return 0;
  const named = getNamedType(field.type);
  if (!isCompositeType(named)) return 0;
  const paged = field.args.some(({ name }) => name === "first");
  // The edges of a connection are as many as its page has places, which are counted there.
  const places = paged ? pageSize(firstOf(costed, node)) : isList(field.type) && node.name.value !== "edges" ? listLength : 1;
  return places * (1 + selectionCost(costed, node.selectionSet, named.name));
}

function isList(type: GraphQLOutputType): boolean {
  return isNonNullType(type) ? isList(type.ofType) : isListType(type);
}

function firstOf({ variables }: Costed, { arguments: given = [] }: FieldNode): number | null {
  const first = given.find(({ name }) => name.value === "first");
  const value: unknown = first === undefined ? null : valueFromASTUntyped(first.value, variables);
  return typeof value === "number" ? value : null;
}
