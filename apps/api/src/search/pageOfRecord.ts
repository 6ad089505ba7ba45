import { own } from "@ballast/schema";

const lists: Readonly<Record<string, string>> = { service: "services", release: "releases", deploy: "deploys", incident: "incidents", person: "people", rotation: "on-call", import: "imports" };

/** Address of a record's page in the console, by its global id; an alert has none of its own. */
export function pageOfRecord(kind: string, globalId: string): string {
  const list = own(lists, kind);
  return list === undefined ? "/incidents" : `/${list}/${encodeURIComponent(globalId)}`;
}
