import { Link, useParams } from "react-router";
import { useLogRefresh } from "../data/logRefresh.ts";
import { NoSuchRecord, ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { GroupRows, type Column } from "../marks/GroupRows.tsx";
import { useNow } from "../marks/now.ts";
import { Columns, Facts, Panel, ViewHeader } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { ClockTime, RelativeTime } from "../marks/Time.tsx";
import { alertDocument, alertEvents, type AlertRecord, type Episode } from "./alertDocuments.ts";
import { alertSentence, alertState, lasted, outcomeWords } from "./alertWords.ts";

/** One alert: what it says, what it led to, and how often it fired. */
export function AlertView() {
  const { id = "" } = useParams();
  const read = useRead(alertDocument, { id });
  useLogRefresh(alertEvents, ["read", alertDocument.name]);
  return (
    <ReadArea read={read} where="The alert">
      {({ alert }) => (alert === null ? <NoSuchRecord what="alert" /> : <Shown alert={alert} />)}
    </ReadArea>
  );
}

function Shown({ alert }: { alert: AlertRecord }) {
  const now = useNow(60_000);
  const labels = Object.entries(alert.labels);
  const annotations = Object.entries(alert.annotations);
  return (
    <>
      <ViewHeader title={alert.name} summary={alertSentence(alert, now)} />
      <Columns side={<Side alert={alert} />}>
        {alert.summary === "" ? null : <Panel title="What it says" padded>{alert.summary}</Panel>}
        {alert.rulings.length === 0 ? null : <Rulings alert={alert} />}
        <Panel title="Its episodes" meta={alert.episodes.length === 50 ? "the last 50" : undefined}>
          <GroupRows
            label="Its episodes"
            rows={alert.episodes}
            columns={episodesAt(now)}
            keyOf={({ id }) => id}
            hrefOf={({ id }) => to("alerts", id)}
          />
        </Panel>
        <Panel title="Labels" padded>
          {labels.length === 0 ? <EmptyState title="It has none" /> : <Facts facts={labels} />}
        </Panel>
        {annotations.length === 0 ? null : <Panel title="Annotations" padded><Facts facts={annotations} /></Panel>}
      </Columns>
    </>
  );
}

/** What rules made of it, each with the rule that says so. */
function Rulings({ alert: { rulings, incident } }: { alert: AlertRecord }) {
  return (
    <Panel title="What rules made of it" padded>
      {rulings.map(({ at, outcome, sentences, ruleIds }) => (
        <div key={at}>
          <p><ClockTime at={at} /> <strong>{outcomeWords(outcome, incident !== null)}</strong></p>
          <ul>
            {sentences.map((sentence, place) => (
              <li key={sentence}><Link to={to("alert-rules", ruleIds[place] ?? "")}>{sentence}</Link></li>
            ))}
          </ul>
        </div>
      ))}
    </Panel>
  );
}

/** Address of a record's view. */
const to = (list: string, id: string): string => `/${list}/${encodeURIComponent(id)}`;

const episodesAt = (now: number): readonly Column<Episode>[] => [
  { key: "began", label: "Began", narrow: "title", grow: true, render: ({ startsAt }) => <ClockTime at={startsAt} /> },
  { key: "lasted", label: "Lasted", right: true, narrow: "meta", render: (episode) => lasted(episode, now) },
  { key: "incident", label: "Incident", narrow: "hide", render: ({ incident }) => incident?.reference ?? "none" },
  {
    key: "state", label: "State", narrow: "state",
    render: ({ firing }) => (firing ? <State tone="bad">Firing</State> : <State tone="good">Cleared</State>),
  },
];

function Side({ alert }: { alert: AlertRecord }) {
  const { service, schedule, integration, incident, severity, generatorUrl, acknowledgedAt, acknowledgedBy, startsAt, endsAt } = alert;
  const { words, tone } = alertState(alert);
  return (
    <Panel title="Where it stands" padded>
      <Facts
        facts={[
          ["State", <State key="state" tone={tone}>{words}</State>],
          ["Began", <RelativeTime key="began" at={startsAt} />],
          ...(endsAt === null ? [] : [["Cleared", <RelativeTime key="cleared" at={endsAt} />] as const]),
          ...(acknowledgedAt === null ? [] : [["Seen", <Seen key="seen" at={acknowledgedAt} by={acknowledgedBy} />] as const]),
          ["Severity", severity ?? "none"],
          ["Service", service === null ? "none" : <Link key="service" to={to("services", service.id)}>{service.slug}</Link>],
          ...(schedule === null ? [] : [
            ["Schedule", <Link key="schedule" to={to("on-call", schedule.id)}>{schedule.name}</Link>] as const,
          ]),
          [
            "Incident",
            incident === null ? "none" : (
              <Link key="incident" to={to("incidents", incident.id)}>{incident.reference}: {incident.title}</Link>
            ),
          ],
          [
            "Came by",
            integration === null ? "Ballast itself" : (
              <Link key="integration" to={to("integrations", integration.id)}>{integration.name}</Link>
            ),
          ],
          ...(generatorUrl === null ? [] : [["Source", <Source key="source" url={generatorUrl} />] as const]),
        ]}
      />
    </Panel>
  );
}

const Seen = ({ at, by }: { at: string; by: string | null }) => <><RelativeTime at={at} />{by === null ? "" : `, by ${by}`}</>;

const Source = ({ url }: { url: string }) => <a href={url} target="_blank" rel="noreferrer">{new URL(url).hostname}</a>;
