import { command, graphql } from "@ballast/schema/graphql";
import type { CustomerSort, ResultOf, VariablesOf } from "@ballast/schema/graphql";
import { asAsked } from "../api/dataProvider.ts";
import type { ResourceBinding } from "../api/dataProvider.ts";
import { clientError } from "../api/errors.ts";
import { call } from "../api/graphqlClient.ts";
import { historyFields, nodesOf } from "../data/fields.ts";

const lineFields = graphql(`fragment CustomerLineFields on Customer { id externalId name plan region described lastSeenAt }`);
/** A customer as lists show it. */
export type CustomerLine = ResultOf<typeof lineFields>;

export const customersDocument = graphql(`
  query Customers($first: Int, $after: String, $filter: CustomerFilter, $sort: CustomerSort, $asOf: AsOf) {
    customers(first: $first, after: $after, filter: $filter, sort: $sort, asOf: $asOf) {
      totalCount pageInfo { hasNextPage endCursor } edges { node { ...CustomerLineFields } },
    }
  }
`, [lineFields]);

/** Which customers, as the API takes it. */
type CustomerFilter = NonNullable<VariablesOf<typeof customersDocument>["filter"]>;

export const customerChoicesDocument = graphql(`query CustomerChoices($asOf: AsOf) { customerChoices(asOf: $asOf) { plans regions } }`);

export const customerDocument = graphql(`
  query Customer($id: String!, $asOf: AsOf) {
    customer(id: $id, asOf: $asOf) {
      ...CustomerLineFields attributes revision seen { door firstAt lastAt }
      releases { service { slug name } environment version release { id } because place share since othersVersion }
      changes(first: 12) { at service { slug } environment version before because deploy { id } sentence }
      incidents { requests errors incident { id number title severity state startedAt declaredAt } }
      availability { from observedMinutes unobservedMinutes badMinutes availabilityPercent withoutEnd incidents {
        badMinutes named incident { id },
      }
        parts {
          service { slug name } component badMinutes availabilityPercent incidents { badMinutes named incident { id reference title } },
        }
        days { from observedMinutes badMinutes } }
      links { id note state issuedAt expiresAt revokedReason url }
      history(first: 20) { totalCount edges { node { ...HistoryFields } } }
    }
  }
`, [lineFields, historyFields]);
/** A customer with what it gets and what reached it. */
export type CustomerRecord = NonNullable<ResultOf<typeof customerDocument>["customer"]>;

export const statementPdfDocument = graphql(`
  query CustomerStatementPdf($id: String!, $asOf: AsOf) { customerStatementPdf(id: $id, asOf: $asOf) { name base64 } }
`);

export type CustomerLink = CustomerRecord["links"][number];

export const describeCustomer = command("describeCustomer", "customer { id }");
export const issueCustomerLink = command("issueCustomerLink", "url");
export const revokeCustomerLink = command("revokeCustomerLink");

/** What is recorded of customers. */
export const customerEvents = ["CustomerDescribed", "CustomerSeen", "CustomerLinkIssued", "CustomerLinkRevoked"];

/** Customers for the data provider. */
export const customersBinding: ResourceBinding = {
  list: async ({ filter, sort, first, after, asOf, signal }) => {
    const { customers } = await call(
      customersDocument,
      { first, after, ...asAsked<CustomerFilter, CustomerSort>({ filter, sort }), asOf },
      signal === undefined ? {} : { signal },
    );
    return { rows: [...nodesOf(customers)], totalCount: customers.totalCount, ...customers.pageInfo };
  },
  one: () => Promise.reject(clientError("NO_RECORD", "Customers are read by their view.", "Open the customer itself.")),
};
