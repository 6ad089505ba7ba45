import { useState } from "react";
import { Link, useParams } from "react-router";
import { nodesOf } from "../data/fields.ts";
import { HistoryPanel } from "../data/HistoryPanel.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { ownId } from "../data/globalId.ts";
import { NoSuchRecord, ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { counted } from "../data/words.ts";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { Columns, Facts, Panel, ViewHeader } from "../marks/Panel.tsx";
import { Tag } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { Quiet, Version } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { changedFor } from "./changedFor.ts";
import type { ChangedFor } from "./changedFor.ts";
import { customerDocument, customerEvents } from "./customerDocuments.ts";
import type { CustomerRecord } from "./customerDocuments.ts";
import { becauseWords, customerSentence, doorWords, valueWords } from "./customerWords.ts";
import { useAddress } from "./address.ts";
import { Choice } from "../marks/Choice.tsx";
import { AvailabilityPanel } from "./AvailabilityPanel.tsx";
import { minuteWords } from "./availabilityWords.ts";
import { CustomerActions } from "./CustomerActions.tsx";
import { CompareView } from "./CompareView.tsx";
import { CustomerFlags, useCustomerFlags, usePlacesOfFlags } from "./CustomerFlags.tsx";
import { DescribeCustomerDialog } from "./DescribeCustomerDialog.tsx";
import { LinksPanel } from "./LinksPanel.tsx";
import { StatementView } from "./StatementView.tsx";

type Release = CustomerRecord["releases"][number];
type Reached = CustomerRecord["incidents"][number];

const releaseColumns: readonly Column<Release>[] = [
  {
    key: "service",
    label: "Service",
    narrow: "title",
    render: ({ service }) => <Link to={`/services/${service.slug}`}>{service.slug}</Link>,
  },
  {
    key: "version",
    label: "Gets",
    narrow: "state",
    render: ({ release, version }) =>
      release === null ? (
        <Version>{version}</Version>
      ) : (
        <Link to={`/releases/${encodeURIComponent(release.id)}`}>
          <Version>{version}</Version>
        </Link>
      ),
  },
  {
    key: "why",
    label: "Why",
    grow: true,
    render: (row) => (row.because === "named" ? <Tag tone="planned">Named</Tag> : <Quiet>{becauseWords(row)}</Quiet>),
  },
  { key: "since", label: "Since", render: ({ since }) => (since === null ? <Quiet>–</Quiet> : <RelativeTime at={since} />) },
  {
    key: "others",
    label: "Others",
    narrow: "hide",
    render: ({ othersVersion }) => (othersVersion === null ? <Quiet>the same</Quiet> : <Version>{othersVersion}</Version>),
  },
];

const incidentColumns = (costs: ReadonlyMap<string, number>): readonly Column<Reached>[] => [
  {
    key: "title",
    label: "Incident",
    narrow: "title",
    grow: true,
    render: ({ incident: { number, title } }) => (
      <>
        {number === null ? "" : `INC-${String(number)} `}
        {title}
      </>
    ),
  },
  {
    key: "share",
    label: "Of its requests",
    narrow: "state",
    right: true,
    render: ({ errors, requests }) => `${String(errors)} of ${String(requests)} failed`,
  },
  { key: "at", label: "Began", render: ({ incident: { startedAt, declaredAt } }) => <RelativeTime at={startedAt ?? declaredAt} /> },
  { key: "cost", label: "Cost it", right: true, render: ({ incident: { id } }) => minuteWords(costs.get(id) ?? null) },
];

const changeColumns: readonly Column<ChangedFor>[] = [
  { key: "at", label: "When", render: ({ at }) => <RelativeTime at={at} /> },
  {
    key: "what",
    label: "What",
    narrow: "title",
    grow: true,
    render: ({ words, href }) => (href === null ? words : <Link to={href}>{words}</Link>),
  },
];

const incidentHref = ({ incident: { id } }: Reached): string => `/incidents/${encodeURIComponent(id)}`;

function About({ customer }: { customer: CustomerRecord }) {
  const { externalId, plan, region, attributes, seen } = customer;
  const known = Object.entries(attributes).map(([name, value]) => [name, valueWords(value)] as const);
  return (
    <>
      <Panel title="What is known of it" padded>
        <Facts facts={[["Id", <Version key="i">{externalId}</Version>], ["Plan", plan], ["Region", region], ...known]} />
      </Panel>
      <Panel title="Seen" padded>
        {seen.length === 0 ? (
          <Quiet>Not yet: it was only described.</Quiet>
        ) : (
          <Facts facts={seen.map(({ door, lastAt }) => [doorWords(door), <RelativeTime key={door} at={lastAt} />])} />
        )}
      </Panel>
      <LinksPanel customer={customer} />
    </>
  );
}

function Environments({ environment }: { environment: string }) {
  const { put } = useAddress();
  const places = usePlacesOfFlags();
  if (places.length < 2) return <>{environment}</>;
  return (
    <Choice
      label="Environment of its flags"
      value={environment}
      options={places.map((place) => [place, place] as const)}
      onChange={(next) => put({ in: next })}
    />
  );
}

/** Releases that reached it, and flags that were turned for it or for everyone. */
function Changed({ customer: { externalId, changes }, environment }: { customer: CustomerRecord; environment: string }) {
  const flags = useCustomerFlags(externalId, environment).data?.customerFlags ?? [];
  const rows = changedFor(changes, flags);
  return (
    <Panel title="Changed for it" meta="newest first">
      {rows.length === 0 ? (
        <EmptyState title="Nothing yet">Deploys, rollbacks and flags that change what it gets stand here.</EmptyState>
      ) : (
        <GroupRows label="What changed for it" rows={rows} columns={changeColumns} keyOf={({ key }) => key} />
      )}
    </Panel>
  );
}

function Record({ customer, environment }: { customer: CustomerRecord; environment: string }) {
  const [describing, setDescribing] = useState(false);
  const { name, plan, region, releases, incidents, availability, history } = customer;
  const flags = useCustomerFlags(customer.externalId, environment).data?.customerFlags ?? [];
  return (
    <>
      <ViewHeader
        title={<>{name} {plan === null ? null : <Tag>{plan}</Tag>} {region === null ? null : <Tag>{region}</Tag>}</>}
        summary={customerSentence(customer, flags.filter(({ byHand }) => byHand).length)}
        actions={<CustomerActions customer={customer} flags={flags} describe={() => setDescribing(true)} />}
      />
      <Columns
        side={
          <>
            <AvailabilityPanel availability={availability} />
            <Panel title="Incidents that reached it" meta={counted(incidents.length, "incident")}>
              {incidents.length === 0 ? (
                <EmptyState title="None is known">Incidents name the customers that they are known to have reached.</EmptyState>
              ) : (
                <GroupRows
                  label="Incidents that reached it"
                  rows={incidents}
                  columns={incidentColumns(new Map(availability.incidents.map((one) => [one.incident.id, one.badMinutes])))}
                  keyOf={({ incident: { id } }) => id}
                  hrefOf={incidentHref}
                />
              )}
            </Panel>
            <About customer={customer} />
          </>
        }
      >
        <Panel title="Releases it meets" meta="production, by customer">
          {releases.length === 0 ? (
            <EmptyState title="Nothing serves it yet">A service is here once a release serves somebody in production.</EmptyState>
          ) : (
            <GroupRows
              label="Releases it meets"
              rows={releases}
              columns={releaseColumns}
              keyOf={({ service, environment }) => `${service.slug} ${environment}`}
            />
          )}
        </Panel>
        <CustomerFlags
          key={environment}
          customer={customer}
          environment={environment}
          where={<Environments environment={environment} />}
        />
        <Changed customer={customer} environment={environment} />
        <HistoryPanel events={nodesOf(history)} total={history.totalCount} />
      </Columns>
      {describing ? <DescribeCustomerDialog customer={customer} onClose={() => setDescribing(false)} /> : null}
    </>
  );
}

/** Somebody whom nobody has heard of, and what it would get. */
function Unknown({ id, environment }: { id: string; environment: string }) {
  return (
    <>
      <ViewHeader title={id} summary="Nobody with this id has asked yet, and nobody has described it: this is what it would get." />
      <Columns>
        <CustomerFlags
          key={environment}
          customer={{ externalId: id, name: id }}
          environment={environment}
          where={<Environments environment={environment} />}
        />
      </Columns>
    </>
  );
}

/** One customer: what it gets and why, and what reached it. */
export function CustomerView() {
  const { id = "" } = useParams();
  const { read: addressed } = useAddress();
  const [environment, beside] = [addressed("in") ?? "production", addressed("with")];
  const read = useRead(customerDocument, { id });
  useLogRefresh([...customerEvents, "ExposureShifted", "ReleaseServedEveryone", "CustomersAffected"], ["read", "Customer"]);
  return (
    <ReadArea read={read} where="The customer">
      {({ customer }) => {
        if (customer === null) return ownId(id) === null ? <Unknown id={id} environment={environment} /> : <NoSuchRecord what="customer" />;
        if (addressed("view") === "statement") return <StatementView customer={customer} environment={environment} />;
        return beside === null
          ? <Record customer={customer} environment={environment} />
          : <CompareView customer={customer} withId={beside} environment={environment} />;
      }}
    </ReadArea>
  );
}
