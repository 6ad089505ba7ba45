import type { ApolloServerPlugin } from "@apollo/server";
import { GraphQLError, Kind, visit, type DocumentNode, type FragmentDefinitionNode } from "graphql";
import type { ApiContext } from "./context.ts";
import { costOf, mostCost } from "./cost.ts";

const refused = (message: string, code: string, status: number): GraphQLError => new GraphQLError(message, { extensions: { code, http: { status } } });

/** Whether a document asks for the schema itself. */
function isIntrospective(document: DocumentNode): boolean {
  let found = false;
  visit(document, { Field: ({ name }) => void (found ||= name.value === "__schema" || name.value === "__type") });
  return found;
}

const fragmentsOf = ({ definitions }: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> =>
  new Map(definitions.flatMap((definition) => (definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [])));

/**
 * What only the request tells: refuses an operation that costs too much with these variables, and the schema to whom
 * nobody knows; says in every answer what it cost.
 */
export const guard: ApolloServerPlugin<ApiContext> = {
  async requestDidStart() {
    let cost: number | undefined;
    return {
      async didResolveOperation({ schema, document, operation, request, contextValue }) {
        if (contextValue.principal === null && isIntrospective(document)) throw refused("The schema is shown to who is signed in.", "NOT_SIGNED_IN", 401);
        // Apollo itself says which operation there is not.
        if (operation === undefined) return;
        cost = costOf({ schema, operation, fragments: fragmentsOf(document), variables: request.variables ?? {} });
        if (cost > mostCost) throw refused(`This could touch more than ${mostCost} records: ask for smaller pages, or for less within each.`, "QUERY_TOO_COMPLEX", 400);
      },
      async willSendResponse({ response: { body } }) {
        if (cost !== undefined && body.kind === "single") body.singleResult.extensions = { ...body.singleResult.extensions, cost };
      },
    };
  },
};
