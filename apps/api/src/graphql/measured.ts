import { Kind, type DocumentNode, type FragmentDefinitionNode, type OperationDefinitionNode, type SelectionSetNode } from "graphql";
import { documentLimits } from "./documentLimits.ts";

/** A selection with its fragments expanded. */
interface Measure {
  /** Levels of fields. */
  readonly depth: number;
  /** Fields, spreads and inline fragments in all. */
  readonly selections: number;
  /** Fields at its first level: those of the fragments there stand in the same place. */
  readonly width: number;
  /** The widest place in it. */
  readonly widest: number;
}

const nothing: Measure = { depth: 0, selections: 0, width: 0, widest: 0 };

/** What is too large in a document, in words; null when nothing is. Each fragment is measured once. */
export function measured(document: DocumentNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): string | null {
  const measure = measureOf(fragments);
  let aliases = 0;
  const repeated = repeatedField(document, () => (aliases += 1));
  if (repeated !== null) return `"${repeated}" is selected more than ${documentLimits.sameFieldInOnePlace} times in one place.`;
  if (aliases > documentLimits.aliases) return `A document has at most ${documentLimits.aliases} aliases.`;
  for (const definition of document.definitions) {
    // Fragments that no operation spreads are measured as well: validation looks at them.
    if (definition.kind !== Kind.OPERATION_DEFINITION && definition.kind !== Kind.FRAGMENT_DEFINITION) continue;
    const { depth, selections, width, widest } = measure(definition.selectionSet);
    const deepest =
      definition.kind === Kind.OPERATION_DEFINITION && isIntrospection(definition)
        ? documentLimits.introspectionDepth
        : documentLimits.depth;
    if (selections > documentLimits.selections) return `The document selects more than ${documentLimits.selections} fields.`;
    if (definition.kind === Kind.OPERATION_DEFINITION && width > documentLimits.rootFields)
      return `At most ${documentLimits.rootFields} fields at the root; send several requests.`;
    if (widest > documentLimits.fieldsInOnePlace) return `At most ${documentLimits.fieldsInOnePlace} fields stand in one place.`;
    if (definition.kind === Kind.OPERATION_DEFINITION && depth > deepest)
      return `The document is ${depth} levels deep; at most ${deepest} are allowed.`;
  }
  return null;
}

/** Measures selections; what a fragment measures is remembered, and one that comes back to itself (another rule refuses it) counts once. */
function measureOf(fragments: ReadonlyMap<string, FragmentDefinitionNode>): (selection: SelectionSetNode) => Measure {
  const known = new Map<string, Measure>();
  const ofFragment = (name: string): Measure => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const fragment = fragments.get(name);
    known.set(name, nothing);
    const measure = fragment === undefined ? nothing : of(fragment.selectionSet);
    known.set(name, measure);
    return measure;
  };
  const of = ({ selections }: SelectionSetNode): Measure => {
    const total = { depth: 0, selections: 0, width: 0, widest: 0 };
    for (const node of selections) {
      const inner =
        node.kind === Kind.FRAGMENT_SPREAD
          ? ofFragment(node.name.value)
          : node.selectionSet === undefined
            ? nothing
            : of(node.selectionSet);
      const levels = node.kind === Kind.FIELD ? 1 : 0;
      total.depth = Math.max(total.depth, inner.depth + levels);
      total.selections += inner.selections + 1;
      total.width += levels === 1 ? 1 : inner.width;
      total.widest = Math.max(total.widest, inner.widest);
    }
    return { ...total, widest: Math.max(total.widest, total.width) };
  };
  return of;
}

/** A field that one place selects too often; tells of every alias. */
function repeatedField(document: DocumentNode, onAlias: () => void): string | null {
  const places = document.definitions.flatMap((definition) =>
    "selectionSet" in definition && definition.selectionSet !== undefined ? [definition.selectionSet] : [],
  );
  for (let place = places.pop(); place !== undefined; place = places.pop()) {
    const counts = new Map<string, number>();
    for (const node of place.selections) {
      if (node.kind !== Kind.FRAGMENT_SPREAD && node.selectionSet !== undefined) places.push(node.selectionSet);
      if (node.kind !== Kind.FIELD) continue;
      if (node.alias !== undefined) onAlias();
      const count = (counts.get(node.name.value) ?? 0) + 1;
      if (count > documentLimits.sameFieldInOnePlace) return node.name.value;
      counts.set(node.name.value, count);
    }
  }
  return null;
}

const isIntrospection = ({ selectionSet }: OperationDefinitionNode): boolean =>
  selectionSet.selections.every(
    (node) =>
      node.kind === Kind.FIELD && (node.name.value === "__schema" || node.name.value === "__type" || node.name.value === "__typename"),
  );
