import { graphql, type ResultOf } from "@ballast/schema/graphql";
import { CommandFailure, usageFailure } from "../client/failure.ts";
import type { Session } from "./session.ts";

export const incidentTypesDocument = graphql(`
  query IncidentTypeList {
    incidentTypes {
      id name severities services { slug } roles { name purpose } checklist { text who } links { label url } conferenceLink writtenAt revision
    }
  }
`);
type IncidentType = ResultOf<typeof incidentTypesDocument>["incidentTypes"][number];

/** A type of incidents, by its name in any case, or by its id. */
export async function incidentTypeNamed({ client }: Pick<Session, "client">, given: string): Promise<IncidentType> {
  const { incidentTypes } = await client.query(incidentTypesDocument, {});
  const found = incidentTypes.filter(({ id, name }) => id === given || name.toLowerCase() === given.trim().toLowerCase());
  if (found.length > 1) throw usageFailure(`Several types are called ${given}: name it by its id.`);
  const [one] = found;
  if (one !== undefined) return one;
  throw new CommandFailure({
    code: "NOT_FOUND", message: `There is no type of incidents ${given}.`, remedy: "`ballast incident-type list` shows those there are.",
  });
}
