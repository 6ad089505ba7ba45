import { command, graphql } from "@ballast/schema/graphql";

/** Policies that a service may go by. */
export const escalationChoicesDocument = graphql(`query EscalationChoicesOfService { escalationPolicies { id name sentence isDefault } }`);

/** Without a policy it goes by the default. */
export const assignEscalation = command("assignEscalation", "service { id slug }");
