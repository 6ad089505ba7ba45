import Button from "@mui/material/Button";
import { useMemo } from "react";
import { useSearchParams } from "react-router";
import { FigureStrip } from "../../marks/Figures.tsx";
import { ViewHeader } from "../../marks/Panel.tsx";
import { Version } from "../../marks/Text.tsx";
import { clock } from "../../marks/time.ts";
import { Timeline } from "../Timeline.tsx";
import { useKnownAt } from "../useKnownAt.ts";
import { manyEntries, manyWindow, storyEntries, storyMarks, storySeries, storyWindow } from "./seed.ts";

const noMarks = {};
const storyImpact = { series: storySeries };

function ManyStory() {
  const [knownAt, setKnownAt] = useKnownAt();
  const entries = useMemo(() => manyEntries(10_000), []);
  return <Timeline entries={entries} window={manyWindow} marks={noMarks} knownAt={knownAt} onKnownAt={setKnownAt} />;
}

/** An incident's view as it will look, with a seeded story; `?many` shows ten thousand entries. */
export function TimelineStory() {
  const [parameters] = useSearchParams();
  const [knownAt, setKnownAt] = useKnownAt();
  if (parameters.has("many")) return <ManyStory />;
  return (
    <>
      <ViewHeader
        title="INC-214 · Checkout fails for a share of customers"
        summary={
          <>
            {knownAt === null ? null : <strong>As known at {clock(Date.parse(knownAt), "utc", true)}: </strong>}Sev 2, monitoring for 7
            minutes. 0.6 % of checkouts, 1,204 customers, failed from 14:02 to 14:19 UTC on release <Version>checkout 2026.11.4</Version> at
            10 %; rolled back by hand, errors went from 6.1 to 0.4 % in 40 s.
          </>
        }
        actions={
          <>
            <Button>Export</Button>
            <Button variant="contained" color="primary">
              Add entry
            </Button>
          </>
        }
      />
      <FigureStrip
        figures={[
          { value: "16 m 40 s", label: "impact, 0.6 % of checkouts" },
          { value: "1 m 12 s", label: "to detect" },
          { value: "48 s", label: "to acknowledge" },
          { value: "16 m 40 s", label: "to mitigate" },
          { value: knownAt === null ? "31 m 10 s" : null, label: "to resolve" },
        ]}
      />
      <Timeline
        entries={storyEntries}
        window={storyWindow}
        marks={storyMarks}
        impact={storyImpact}
        knownAt={knownAt}
        onKnownAt={setKnownAt}
        hrefOf={(entry) => (entry.recordId === undefined ? undefined : `/deploys/${entry.recordId}`)}
        actions={() => (
          <>
            <Button size="small">Comment</Button>
            <Button size="small">Correct</Button>
          </>
        )}
      />
    </>
  );
}
