import Button from "@mui/material/Button";
import { ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { counted } from "../data/words.ts";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { Panel, ViewHeader } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { Quiet, Version } from "../marks/Text.tsx";
import { useAddress } from "./address.ts";
import styles from "./Customer.module.css";
import { customerDocument } from "./customerDocuments.ts";
import type { CustomerRecord } from "./customerDocuments.ts";
import type { CustomerFlag } from "./customerFlagDocuments.ts";
import { useCustomerFlags } from "./CustomerFlags.tsx";
import { besides, getsWord } from "./flagRows.ts";
import type { Beside } from "./flagRows.ts";

function Side({ row }: { row: CustomerFlag | null }) {
  if (row === null) return <Quiet>–</Quiet>;
  return (
    <span className={styles.gets}>
      <State tone={row.targeting.killed ? "bad" : row.variant === row.targeting.offVariant ? "idle" : "info"}>{getsWord(row)}</State>
      <span className={styles.reason} title={row.because}>{row.because}</span>
    </span>
  );
}

const columnsFor = (one: string, other: string): readonly Column<Beside>[] => [
  { key: "flag", label: "Flag", narrow: "title", grow: true, render: ({ key }) => <code className={styles.key} title={key}>{key}</code> },
  { key: "one", label: one, render: (row) => <Side row={row.one} /> },
  { key: "other", label: other, render: (row) => <Side row={row.other} /> },
];

interface BesideRelease {
  readonly service: string;
  readonly one: string | null;
  readonly other: string | null;
}

function releasesBeside(one: CustomerRecord, other: CustomerRecord): readonly BesideRelease[] {
  const names = [...new Set([...one.releases, ...other.releases].map(({ service }) => service.slug))].toSorted();
  const of = ({ releases }: CustomerRecord, slug: string): string | null =>
    releases.find(({ service }) => service.slug === slug)?.version ?? null;
  return names
    .map((service) => ({ service, one: of(one, service), other: of(other, service) }))
    .filter((row) => row.one !== row.other);
}

const releaseColumns = (one: string, other: string): readonly Column<BesideRelease>[] => [
  { key: "service", label: "Service", narrow: "title", render: ({ service }) => service },
  { key: "one", label: one, render: (row) => <Version>{row.one ?? "–"}</Version> },
  { key: "other", label: other, render: (row) => <Version>{row.other ?? "–"}</Version> },
];

function Both({ one, other, environment }: { one: CustomerRecord; other: CustomerRecord; environment: string }) {
  const { put } = useAddress();
  const [left, right] = [useCustomerFlags(one.externalId, environment), useCustomerFlags(other.externalId, environment)];
  const releases = releasesBeside(one, other);
  return (
    <ReadArea read={left} where="Its flags">
      {(ones) => (
        <ReadArea read={right} where="The other’s flags">
          {(others) => {
            const rows = besides(ones.customerFlags, others.customerFlags);
            const differing = rows.filter(({ differs }) => differs);
            return (
              <>
                <ViewHeader
                  title={`${one.name} beside ${other.name}`}
                  summary={`${counted(differing.length, "flag")} of ${String(rows.length)} ${differing.length === 1 ? "differs" : "differ"} in ${environment}, and ${counted(releases.length, "release")}.`}
                  actions={<Button onClick={() => put({ with: null })}>Only {one.name}</Button>}
                />
                <Panel title="Flags that differ, and why">
                  {differing.length === 0 ? (
                    <EmptyState title="They get the same of every flag">Rules, shares and names come to the same for both.</EmptyState>
                  ) : (
                    <GroupRows
                      label="Flags that differ"
                      rows={differing}
                      columns={columnsFor(one.name, other.name)}
                      keyOf={({ key }) => key}
                    />
                  )}
                </Panel>
                {releases.length === 0 ? null : (
                  <Panel title="Releases that differ">
                    <GroupRows
                      label="Releases that differ"
                      rows={releases}
                      columns={releaseColumns(one.name, other.name)}
                      keyOf={({ service }) => service}
                    />
                  </Panel>
                )}
              </>
            );
          }}
        </ReadArea>
      )}
    </ReadArea>
  );
}

/** A customer beside another: which flags and releases differ, and why. */
export function CompareView({ customer, withId, environment }: { customer: CustomerRecord; withId: string; environment: string }) {
  const { put } = useAddress();
  const read = useRead(customerDocument, { id: withId });
  return (
    <ReadArea read={read} where="The other customer">
      {({ customer: other }) =>
        other === null ? (
          <Panel>
            <EmptyState
              title={`Nobody is known as ${withId}`}
              action={<Button onClick={() => put({ with: null })}>Back to {customer.name}</Button>}
            >
              A customer is known once it asked for a flag, was in a deploy, or was imported.
            </EmptyState>
          </Panel>
        ) : (
          <Both one={customer} other={other} environment={environment} />
        )
      }
    </ReadArea>
  );
}
