import { useGetIdentity } from "ra-core";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { CommandButton } from "../data/CommandButton.tsx";
import { nodesOf } from "../data/fields.ts";
import { ownId } from "../data/globalId.ts";
import { HistoryPanel } from "../data/HistoryPanel.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { NoSuchRecord, ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { Columns, Facts, ViewHeader, Panel } from "../marks/Panel.tsx";
import { State, Tag } from "../marks/State.tsx";
import { PersonDialog } from "./PersonDialogs.tsx";
import type { PersonDialogName } from "./PersonDialogs.tsx";
import { personDocument, personEvents, personHistoryDocument } from "./personDocuments.ts";
import type { PersonRecord } from "./personDocuments.ts";
import { channelIn } from "../paging/channelWords.ts";
import { ChannelsPanel } from "./ChannelsPanel.tsx";
import styles from "./Person.module.css";
import { roles, roleWords } from "../rights/roles.ts";

/** The sentence of a person's view. */
export function personSentence({
  active, name, channels, roles: own,
}: Pick<PersonRecord, "active" | "name" | "channels" | "roles">): string {
  if (!active) return `${name} has left: what they did stays in the history.`;
  const ways = channels.map((channel) => `by ${channelIn(channel)}`);
  return `${own.map(roleWords).join(", ")}; pages reach them ${["in the inbox", ...ways].join(" and ")}${ways.length === 0 ? " only" : ""}.`;
}

const PersonLink = ({ person: { id, name } }: { person: { id: string; name: string } }) => (
  <Link to={`/people/${encodeURIComponent(id)}`}>{name}</Link>
);

function History({ id }: { id: string }) {
  const own = ownId(id);
  const { data } = useRead(personHistoryDocument, own === null ? null : { stream: `person-${own}` }, { keep: true });
  return data === undefined ? null : <HistoryPanel events={nodesOf(data.events)} total={data.events.totalCount} />;
}

function Record({ person }: { person: PersonRecord }) {
  const [asked, ask] = useState<PersonDialogName | null>(null);
  const { identity } = useGetIdentity();
  const own = identity !== undefined && (identity.id === person.id || identity.id === ownId(person.id));
  const needs = own ? "person.self" : "person.write";
  return (
    <>
      <ViewHeader
        title={<>{person.name}{own ? <> <Tag>you</Tag></> : null}</>}
        summary={personSentence(person)}
        actions={
          person.active ? (
            <>
              <CommandButton needs={needs} onClick={() => ask("contacts")}>
                Change contacts
              </CommandButton>
              <CommandButton needs="person.write" onClick={() => ask("roles")}>
                Change roles
              </CommandButton>
            </>
          ) : undefined
        }
      />
      <div className={styles.stack}>
        <Columns
          side={
            <Panel title="Access" padded>
              <div className={styles.stack}>
                <p>
                  {person.active
                    ? "Signs in with a password, or by a link from an administrator’s machine. Tokens that act for them work until they are revoked."
                    : "Cannot sign in, and tokens that acted for them no longer work."}
                </p>
                <Link to="/tokens">API tokens</Link>
                {person.active ? (
                  <div className={styles.buttons}>
                    <CommandButton size="small" needs={needs} onClick={() => ask("password")}>Set a password</CommandButton>
                    <CommandButton size="small" danger needs={needs} onClick={() => ask("sessions")}>End all sessions</CommandButton>
                    <CommandButton size="small" danger needs="person.write" onClick={() => ask("remove")}>Remove</CommandButton>
                  </div>
                ) : null}
              </div>
            </Panel>
          }
        >
          <Panel
            title="Person"
            padded
            {...(person.active
              ? {
                  meta: (
                    <span className={styles.buttons}>
                      <CommandButton size="small" needs={needs} onClick={() => ask("place")}>Teams and whom they report to</CommandButton>
                      <CommandButton size="small" needs={needs} onClick={() => ask("describe")}>Describe</CommandButton>
                    </span>
                  ),
                }
              : {})}
          >
            <Facts
              facts={[
                [
                  "State",
                  person.active ? (
                    <State key="s" tone="good">
                      Here
                    </State>
                  ) : (
                    <State key="s" tone="idle">
                      Left
                    </State>
                  ),
                ],
                ["Signs in as", person.login],
                ["Time zone", person.timeZone],
                ["Teams", person.teams.length === 0 ? null : person.teams.join(", ")],
                ["Reports to", person.reportsTo === null ? null : <PersonLink key="r" person={person.reportsTo} />],
                ["E-mail", person.email],
                ["Pages go", ["to the inbox", ...person.channels.map((channel) => `by ${channelIn(channel)}`)].join(", ")],
              ]}
            />
          </Panel>
          <Panel title="May" meta="by their roles" padded>
            <Facts facts={roles.flatMap(([role, words, may]) => (person.roles.includes(role) ? [[words, may] as const] : []))} />
          </Panel>
        </Columns>
        {person.active ? <ChannelsPanel personId={person.id} states={person.channelStates} needs={needs} /> : null}
        <History id={person.id} />
      </div>
      <PersonDialog name={asked} person={person} onClose={() => ask(null)} />
    </>
  );
}

/** A person: who they are, what they may do, how they are reached, and what changed about that. */
export function PersonView() {
  const { id = "" } = useParams();
  const read = useRead(personDocument, { id });
  useLogRefresh(personEvents, ["read", "Person"]);
  return (
    <ReadArea read={read} where="The person">
      {({ node }) => (node === null || !("login" in node) ? <NoSuchRecord what="person" /> : <Record person={node} />)}
    </ReadArea>
  );
}
