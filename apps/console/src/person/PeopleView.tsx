import { useState } from "react";
import { CommandButton } from "../data/CommandButton.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { useMay } from "../data/may.ts";
import { counted } from "../data/words.ts";
import { ExportButton, ListPanel } from "../lists/ListPanel.tsx";
import { useList } from "../lists/useList.ts";
import type { ListSpec } from "../lists/useList.ts";
import type { Column } from "../marks/GroupRows.tsx";
import { ViewHeader } from "../marks/Panel.tsx";
import { Person } from "../marks/Person.tsx";
import { State, Tag } from "../marks/State.tsx";
import { Matched, Quiet } from "../marks/Text.tsx";
import { AddPersonDialog } from "./AddPersonDialog.tsx";
import { FailedSignIns } from "./FailedSignIns.tsx";
import { personEvents } from "./personDocuments.ts";
import type { PersonRecord } from "./personDocuments.ts";
import { roleWords } from "../rights/roles.ts";
import { channelIn } from "../paging/channelWords.ts";
import styles from "./Person.module.css";

const spec: ListSpec<PersonRecord> = {
  resource: "people",
  filters: [{ kind: "text", name: "text", words: "Text", hint: "name, login or address" }],
  filterOf: ({ text }) => ({ text }),
  sorts: ["NAME_ASC"],
  csv: [
    ["name", (row) => row.name],
    ["login", (row) => row.login],
    ["roles", (row) => row.roles.join(" ")],
    ["email", (row) => row.email],
    ["timeZone", (row) => row.timeZone],
    ["active", (row) => row.active],
    ["id", (row) => row.id],
  ],
};

function columnsFor(text: string | undefined): readonly Column<PersonRecord>[] {
  return [
    { key: "name", label: "Name", narrow: "title", render: ({ name }) => <Person name={name} /> },
    {
      key: "login",
      label: "Signs in as",
      render: ({ login }) => (
        <Quiet>
          <Matched text={login} query={text} />
        </Quiet>
      ),
    },
    {
      key: "roles",
      label: "Roles",
      grow: true,
      render: ({ roles }) => (
        <span className={styles.tags}>
          {roles.map((role) => (
            <Tag key={role}>{roleWords(role)}</Tag>
          ))}
        </span>
      ),
    },
    {
      key: "email",
      label: "Pages go to",
      narrow: "hide",
      render: ({ email, channels }) => (
        <Quiet>
          {channels.length === 0
            ? "the inbox only" : channels.map((channel) => (channel === "mail" ? email : channelIn(channel))).join(", ")}
        </Quiet>
      ),
    },
    { key: "zone", label: "Time zone", narrow: "hide", render: ({ timeZone }) => <Quiet>{timeZone}</Quiet> },
    {
      key: "state",
      label: "State",
      narrow: "state",
      render: ({ active }) => (active ? <State tone="good">Here</State> : <State tone="idle">Left</State>),
    },
  ];
}

/** Everybody who works with Ballast, and what they may do. */
export function PeopleView() {
  const [adding, setAdding] = useState(false);
  const may = useMay("person.write");
  const list = useList(spec);
  useLogRefresh(personEvents, ["people"]);
  const here = list.rows?.filter(({ active }) => active) ?? [];
  const admins = here.filter(({ roles }) => roles.includes("admin"));
  const summary =
    list.rows === undefined
      ? undefined
      : `${counted(here.length, "person", "people")} can sign in${
          admins.length === 0
            ? ""
            : `; ${admins
                .map(({ name }) => name)
                .slice(0, 3)
                .join(", ")} ${admins.length === 1 ? "lets" : "let"} others in`
        }.`;
  return (
    <>
      <ViewHeader
        title="People"
        summary={summary}
        actions={
          <>
            <ExportButton list={list} />
            <CommandButton needs="person.write" first onClick={() => setAdding(true)}>
              Add a person
            </CommandButton>
          </>
        }
      />
      <ListPanel
        list={list}
        label="People"
        columns={columnsFor(list.values["text"])}
        order="By name"
        hrefOf={({ id }) => `/people/${encodeURIComponent(id)}`}
        empty={{ title: "Nobody is here yet", words: <>An administrator adds people here.</> }}
      />
      {may ? <FailedSignIns /> : null}
      {adding ? <AddPersonDialog onClose={() => setAdding(false)} /> : null}
    </>
  );
}
