import { GraphQLError, Kind, type ASTVisitor, type DocumentNode, type FragmentDefinitionNode, type SelectionSetNode, type ValidationContext } from "graphql";

/** How large a document may be. A console page needs a depth of 8 and some 40 fields. */
export const documentLimits = { depth: 12, fields: 1_500, rootFields: 20, aliasesOfOneField: 30 } as const;

interface Measure {
  depth: number;
  fields: number;
}

/** Measures a selection with its fragments expanded; cyclic fragments (another rule refuses them) count once. */
function measure(selection: SelectionSetNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>, seen: readonly string[] = []): Measure {
  const total: Measure = { depth: 0, fields: 0 };
  for (const node of selection.selections) {
    if (total.fields > documentLimits.fields) return total;
    const part = measureOne(node, fragments, seen);
    total.depth = Math.max(total.depth, part.depth);
    total.fields += part.fields;
  }
  return total;
}

function measureOne(node: SelectionSetNode["selections"][number], fragments: ReadonlyMap<string, FragmentDefinitionNode>, seen: readonly string[]): Measure {
  if (node.kind === Kind.FIELD) {
    const inner = node.selectionSet === undefined ? { depth: 0, fields: 0 } : measure(node.selectionSet, fragments, seen);
    return { depth: inner.depth + 1, fields: inner.fields + 1 };
  }
  if (node.kind === Kind.INLINE_FRAGMENT) return measure(node.selectionSet, fragments, seen);
  const fragment = fragments.get(node.name.value);
  if (fragment === undefined || seen.includes(node.name.value)) return { depth: 0, fields: 0 };
  return measure(fragment.selectionSet, fragments, [...seen, node.name.value]);
}

/** The fragments of a document, by name. */
export const fragmentsOf = (document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> =>
  new Map(document.definitions.flatMap((definition) => (definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [])));

const tooLarge = (message: string): GraphQLError => new GraphQLError(message, { extensions: { code: "QUERY_TOO_COMPLEX" } });

/** Validation rule: refuses documents that are too deep, too wide, or repeat one field under many aliases. */
export function limitsRule(context: ValidationContext): ASTVisitor {
  const fragments = fragmentsOf(context.getDocument());
  return {
    OperationDefinition(operation) {
      const { depth, fields } = measure(operation.selectionSet, fragments);
      if (operation.selectionSet.selections.length > documentLimits.rootFields) context.reportError(tooLarge(`At most ${documentLimits.rootFields} fields at the root; send several requests.`));
      if (isIntrospection(operation.selectionSet)) return;
      if (depth > documentLimits.depth) context.reportError(tooLarge(`The document is ${depth} levels deep; at most ${documentLimits.depth} are allowed.`));
      if (fields > documentLimits.fields) context.reportError(tooLarge(`The document selects more than ${documentLimits.fields} fields.`));
    },
    SelectionSet(selection) {
      const counts = new Map<string, number>();
      for (const node of selection.selections) if (node.kind === Kind.FIELD) counts.set(node.name.value, (counts.get(node.name.value) ?? 0) + 1);
      for (const [name, count] of counts) if (count > documentLimits.aliasesOfOneField) context.reportError(tooLarge(`"${name}" is selected ${count} times in one place; at most ${documentLimits.aliasesOfOneField}.`));
    },
  };
}

const isIntrospection = (selection: SelectionSetNode): boolean =>
  selection.selections.every((node) => node.kind === Kind.FIELD && (node.name.value === "__schema" || node.name.value === "__type" || node.name.value === "__typename"));
