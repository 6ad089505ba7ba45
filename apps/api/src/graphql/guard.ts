import type { ApolloServerPlugin } from "@apollo/server";
import { GraphQLError, visit, type DocumentNode } from "graphql";
import type { ApiContext } from "./context.ts";
import { refuseTooCostly } from "./cost.ts";
import { fragmentsOf } from "./limits.ts";

/** Whether a document asks for the schema itself. */
function isIntrospective(document: DocumentNode): boolean {
  let found = false;
  visit(document, { Field: ({ name }) => void (found ||= name.value === "__schema" || name.value === "__type") });
  return found;
}

/**
 * What only the request tells: refuses an operation that costs too much with these variables, and the schema to whom
 * nobody knows, names of its fields in suggestions included; says in every answer what it cost.
 */
export const guard: ApolloServerPlugin<ApiContext> = {
  async requestDidStart() {
    let cost: number | undefined;
    return {
      async didResolveOperation({ schema, document, operation, request, contextValue }) {
        if (contextValue.principal === null && isIntrospective(document))
          throw new GraphQLError("The schema is shown to who is signed in.", {
            extensions: { code: "NOT_SIGNED_IN", http: { status: 401 } },
          });
        // Apollo itself says which operation there is not.
        if (operation === undefined) return;
        cost = refuseTooCostly({ schema, operation, fragments: fragmentsOf(document), variables: request.variables ?? {} });
      },
      async willSendResponse({ response: { body }, contextValue }) {
        if (contextValue.principal === null && body.kind === "single" && body.singleResult.errors !== undefined) {
          body.singleResult.errors = body.singleResult.errors.map((error) => ({
            ...error, message: error.message.replace(/ Did you mean .*$/s, ""),
          }));
        }
        if (cost !== undefined && body.kind === "single") body.singleResult.extensions = { ...body.singleResult.extensions, cost };
      },
    };
  },
};
