import Button from "@mui/material/Button";
import { call } from "../api/graphqlClient.ts";
import { ReadArea } from "../data/ReadArea.tsx";
import { usePdf } from "../lists/usePdf.ts";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { useNow } from "../marks/now.ts";
import { Columns, Panel, ViewHeader } from "../marks/Panel.tsx";
import { EmptyState } from "../marks/States.tsx";
import { exact, shortDate } from "../marks/time.ts";
import { useZone } from "../marks/zone.ts";
import type { Zone } from "../marks/zone.ts";
import { useAsOf } from "../shell/useAsOf.ts";
import { useAddress } from "./address.ts";
import { statementPdfDocument } from "./customerDocuments.ts";
import type { CustomerRecord } from "./customerDocuments.ts";
import type { CustomerFlag } from "./customerFlagDocuments.ts";
import { useCustomerFlags } from "./CustomerFlags.tsx";
import { becauseWords, customerSentence } from "./customerWords.ts";
import { getsWord, keyOf, rowsOf, untilWords } from "./flagRows.ts";

type Release = CustomerRecord["releases"][number];
type Reached = CustomerRecord["incidents"][number];

const dated = (at: string | null, zone: Zone): string => (at === null ? "–" : shortDate(Date.parse(at), zone));

const releaseColumns = (zone: Zone): readonly Column<Release>[] => [
  { key: "service", label: "Service", narrow: "title", render: ({ service }) => service.name },
  { key: "version", label: "Release", narrow: "state", render: ({ version }) => version },
  { key: "why", label: "Why", grow: true, render: becauseWords },
  { key: "since", label: "Since", render: ({ since }) => dated(since, zone) },
];

const flagColumns = (zone: Zone): readonly Column<CustomerFlag>[] => [
  { key: "flag", label: "Flag", narrow: "title", render: keyOf },
  { key: "gets", label: "Gets", narrow: "state", render: (row) => (row.targeting.killed ? "off, killed" : getsWord(row)) },
  { key: "why", label: "Why", grow: true, render: ({ because }) => because },
  { key: "since", label: "Since", render: ({ since }) => dated(since, zone) },
  { key: "until", label: "Until", render: (row) => (row.until === null ? (untilWords(row) ?? "–") : dated(row.until, zone)) },
];

const incidentColumns = (zone: Zone): readonly Column<Reached>[] => [
  {
    key: "title",
    label: "Incident",
    narrow: "title",
    grow: true,
    render: ({ incident: { number, title } }) => `${number === null ? "" : `INC-${String(number)} `}${title}`,
  },
  {
    key: "share",
    label: "Of its requests",
    narrow: "state",
    render: ({ errors, requests }) => `${String(errors)} of ${String(requests)} failed`,
  },
  { key: "at", label: "Began", render: ({ incident: { startedAt, declaredAt } }) => dated(startedAt ?? declaredAt, zone) },
];

/** What it had, as a document that may be handed to it. */
function PdfButton({ customer }: { customer: CustomerRecord }) {
  const { input } = useAsOf();
  const { making, save } = usePdf();
  const variables = { id: customer.externalId, ...(input === undefined ? {} : { asOf: input }) };
  const make = (): void => save(call(statementPdfDocument, variables).then(({ customerStatementPdf }) => customerStatementPdf));
  return (
    <Button variant="contained" color="primary" disabled={making} onClick={make}>
      {making ? "Making the PDF…" : "PDF for the customer"}
    </Button>
  );
}

/** What a customer gets and what reached it, without anything to press: the browser prints it, or keeps it as a PDF. */
export function StatementView({ customer, environment }: { customer: CustomerRecord; environment: string }) {
  const { put } = useAddress();
  const zone = useZone();
  const now = useNow(60_000);
  const read = useCustomerFlags(customer.externalId, environment);
  const { name, externalId, plan, region, releases, incidents } = customer;
  const known = [externalId, plan, region].filter((part) => part !== null).join(", ");
  const byHand = (read.data?.customerFlags ?? []).filter((row) => row.byHand).length;
  return (
    <>
      <ViewHeader
        title={`Statement for ${name}`}
        summary={`As of ${exact(now, zone)}, in ${environment}. ${known}. ${customerSentence(customer, byHand)}`}
        actions={
          <span data-print="hide">
            <PdfButton customer={customer} />{" "}
            <Button onClick={() => window.print()}>Print</Button>{" "}
            <Button onClick={() => put({ view: null })}>Back to {name}</Button>
          </span>
        }
      />
      <Columns>
      <Panel title="Releases it meets">
        {releases.length === 0 ? (
          <EmptyState title="Nothing serves it yet" />
        ) : (
          <GroupRows
            label="Releases it meets"
            rows={releases}
            columns={releaseColumns(zone)}
            keyOf={({ service, environment: place }) => `${service.slug} ${place}`}
          />
        )}
      </Panel>
      <ReadArea read={read} where="Its flags">
        {({ customerFlags }) => (
          <Panel title="Flags that apply to it">
            <GroupRows
              label="Flags that apply to it"
              rows={rowsOf(customerFlags, "apply")}
              columns={flagColumns(zone)}
              keyOf={({ targeting }) => targeting.id}
            />
          </Panel>
        )}
      </ReadArea>
      <Panel title="Incidents that are known to have reached it">
        {incidents.length === 0 ? (
          <EmptyState title="None is known" />
        ) : (
          <GroupRows label="Incidents" rows={incidents} columns={incidentColumns(zone)} keyOf={({ incident: { id } }) => id} />
        )}
      </Panel>
      </Columns>
    </>
  );
}
