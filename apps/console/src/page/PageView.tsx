import { duration } from "@ballast/schema/words";
import Button from "@mui/material/Button";
import { Link, useParams } from "react-router";
import { useLogRefresh } from "../data/logRefresh.ts";
import { NoSuchRecord, ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { useNow } from "../marks/now.ts";
import { Facts, Columns, ViewHeader, Panel } from "../marks/Panel.tsx";
import { Person } from "../marks/Person.tsx";
import { State, Tag } from "../marks/State.tsx";
import { ClockTime, RelativeTime } from "../marks/Time.tsx";
import { calledFor, severityTone, severityWords, stateOf } from "../response/incidentWords.ts";
import { originWords, outcomeOf } from "../paging/pageWords.ts";
import { AnswerPanel } from "./AnswerPanel.tsx";
import styles from "../paging/Page.module.css";
import { pageDocument, pageEvents } from "../paging/pageDocuments.ts";
import type { PageRecord } from "../paging/pageDocuments.ts";
import { useZone } from "../marks/zone.ts";
import { urgencyWords } from "../paging/urgencyWords.ts";
import { pageId } from "./pageIds.ts";

function Sends({ sends }: Pick<PageRecord, "sends">) {
  const now = useNow(30_000);
  return (
    <Panel title="Messages to somebody" meta="oldest first">
      <ol className={styles.sends}>
        {sends.map((send, index) => (
          <li key={index}>
            <ClockTime at={send.at} seconds />
            <Person
              name={send.person?.name ?? "Nobody on call"}
              role={[send.channel, send.step === "person" ? null : send.step].filter((part) => part !== null).join(", ")}
            />
            {send.outcome === "trying" && Date.parse(send.at) > now
              ? <Tag tone="planned">waits for its time</Tag>
              : <Tag tone={outcomeOf(send).tone}>{outcomeOf(send).words}</Tag>}
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function Record({ page }: { page: PageRecord }) {
  const { incident } = page;
  const zone = useZone();
  const href = `/incidents/${encodeURIComponent(incident.id)}`;
  return (
    <>
      <ViewHeader
        title={calledFor(incident)}
        summary={incident.sentence}
        actions={
          <Button component={Link} to={href}>
            Open the incident
          </Button>
        }
      />
      <Columns
        side={
          <Panel title="The page" padded>
            <Facts
              facts={[
                ["Calls", page.purpose === "commander" ? "commanders" : "responders"],
                ["Why", page.reason],
                ["Asked for by", originWords(page)],
                ["Asked for", <RelativeTime key="a" at={page.requestedAt} />],
                ["Urgency", page.urgency === null ? null : urgencyWords(page.urgency, zone)],
                ["Answered by", page.acknowledgedBy?.name],
                ["After", page.acknowledgeMs === null ? null : duration(page.acknowledgeMs)],
                [
                  "Incident",
                  <State key="s" tone={stateOf(incident.state).tone}>
                    {stateOf(incident.state).words}
                  </State>,
                ],
                [
                  "Severity",
                  incident.severity === null ? null : (
                    <Tag key="v" tone={severityTone(incident.severity)}>
                      {severityWords(incident.severity)}
                    </Tag>
                  ),
                ],
              ]}
            />
          </Panel>
        }
      >
        <AnswerPanel page={page} />
        <Sends sends={page.sends} />
      </Columns>
    </>
  );
}

/** What a page's link opens: mail scanners follow links, so only the button here answers. */
export function PageView() {
  const { id = "" } = useParams();
  const read = useRead(pageDocument, { id: pageId(id) }, { everyMs: 5_000 });
  useLogRefresh(pageEvents, ["read", "Page"]);
  return (
    <ReadArea read={read} where="The page">
      {({ node }) => (node === null || !("incident" in node) ? <NoSuchRecord what="page" /> : <Record page={node} />)}
    </ReadArea>
  );
}
