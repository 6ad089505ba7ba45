import Button from "@mui/material/Button";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { Link, useSearchParams } from "react-router";
import { CommitList } from "../data/CommitList.tsx";
import { nodesOf } from "../data/fields.ts";
import { ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { counted } from "../data/words.ts";
import { Columns, ViewHeader, Panel } from "../marks/Panel.tsx";
import { SkeletonRows } from "../marks/Skeletons.tsx";
import { EmptyState } from "../marks/States.tsx";
import { versionsDocument } from "../rollout/rolloutDocuments.ts";
import { useServiceOptions } from "../choices/serviceOptions.ts";
import { compareDocument } from "./releaseDocuments.ts";
import type { ReleaseComparison } from "./releaseDocuments.ts";
import styles from "./Release.module.css";

/** What the comparison says, in a sentence or two. */
export function comparisonSentence({ from, to, added, removed, releasesBetween, revertsOf }: ReleaseComparison): string {
  const between = releasesBetween === 0 ? "" : `, with ${counted(releasesBetween, "release")} between them`;
  const gone =
    removed.length === 0 ? "nothing goes out" : `${counted(removed.length, "commit")} ${removed.length === 1 ? "goes" : "go"} out`;
  const reverts =
    revertsOf.length === 0
      ? ""
      : ` ${counted(revertsOf.length, "commit")} of ${from.version} or before ${revertsOf.length === 1 ? "is" : "are"} taken back.`;
  return `From ${from.version} to ${to.version}, ${counted(added.length, "commit")} ${added.length === 1 ? "comes" : "come"} in and ${gone}${between}.${reverts}`;
}

function Choice({ service, from, to, set }: { service: string; from: string; to: string; set: (name: string, value: string) => void }) {
  const services = useServiceOptions();
  const { data } = useRead(versionsDocument, service === "" ? null : { service });
  const versions = nodesOf(data?.releases).map(({ version }) => version);
  const offered = (value: string): readonly string[] => (value === "" || versions.includes(value) ? versions : [value, ...versions]);
  return (
    <div className={styles.choose}>
      <TextField
        select
        label="Service"
        value={services.some(([slug]) => slug === service) ? service : ""}
        onChange={(event) => set("service", event.target.value)}
      >
        {services.map(([slug]) => (
          <MenuItem key={slug} value={slug}>
            {slug}
          </MenuItem>
        ))}
      </TextField>
      {(
        [
          ["from", from, "From"],
          ["to", to, "To"],
        ] as const
      ).map(([name, value, label]) => (
        <TextField
          key={name}
          select
          label={label}
          value={value}
          disabled={service === ""}
          onChange={(event) => set(name, event.target.value)}
        >
          {offered(value).map((version) => (
            <MenuItem key={version} value={version}>
              <code>{version}</code>
            </MenuItem>
          ))}
        </TextField>
      ))}
    </div>
  );
}

function Commits({ comparison }: { comparison: ReleaseComparison }) {
  const { added, removed, from, to, revertsOf } = comparison;
  const takenBack = new Set(revertsOf);
  return (
    <Columns
      side={
        <Panel title="Goes out" meta={`in ${from.version} only`}>
          {removed.length === 0 ? (
            <EmptyState title="Nothing">
              {to.version} contains everything of {from.version}.
            </EmptyState>
          ) : (
            <CommitList commits={removed} first={30} />
          )}
        </Panel>
      }
    >
      <Panel title="Comes in" meta={`in ${to.version}, not in ${from.version}`}>
        <CommitList commits={added} first={30} mark={(commit) => (takenBack.has(commit.sha) ? "taken back" : null)} />
      </Panel>
    </Columns>
  );
}

/** What lies between two releases of a service. The address keeps the choice. */
export function CompareView() {
  const [parameters, setParameters] = useSearchParams();
  const [service, from, to] = [parameters.get("service") ?? "", parameters.get("from") ?? "", parameters.get("to") ?? ""];
  const chosen = service !== "" && from !== "" && to !== "";
  const read = useRead(compareDocument, chosen ? { service, from, to } : null);
  const set = (name: string, value: string): void =>
    setParameters(
      (before) => {
        const next = new URLSearchParams(before);
        next.set(name, value);
        if (name === "service") for (const other of ["from", "to"]) next.delete(other);
        return next;
      },
      { replace: true },
    );
  const turn = (): void =>
    setParameters((before) => {
      const next = new URLSearchParams(before);
      next.set("from", to);
      next.set("to", from);
      return next;
    });
  return (
    <>
      <ViewHeader
        title="Compare two releases"
        summary={
          read.data === undefined
            ? "What comes in, what goes out, and what is taken back between two releases of a service."
            : comparisonSentence(read.data.compareReleases)
        }
        actions={
          <>
            <Button onClick={turn} disabled={!chosen}>
              Turn around
            </Button>
            <Button component={Link} to={service === "" ? "/releases" : `/releases?service=${service}`}>
              All releases
            </Button>
          </>
        }
      />
      <Columns>
        <Panel>
          <Choice service={service} from={from} to={to} set={set} />
        </Panel>
        {chosen ? (
          <ReadArea
            read={read}
            where="The comparison"
            skeleton={
              <Panel>
                <SkeletonRows rows={6} />
              </Panel>
            }
          >
            {({ compareReleases }) => <Commits comparison={compareReleases} />}
          </ReadArea>
        ) : (
          <Panel>
            <EmptyState title="Choose two releases">They must be of one service. In the list of releases, X selects a row.</EmptyState>
          </Panel>
        )}
      </Columns>
    </>
  );
}
