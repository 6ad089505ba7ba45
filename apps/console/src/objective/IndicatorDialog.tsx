import TextField from "@mui/material/TextField";
import { useCommand } from "../data/command.ts";
import { useDraftOf, useDraftState } from "../data/draft.ts";
import { ReasonField } from "../data/ReasonField.tsx";
import { Choice } from "../marks/Choice.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { setIndicator } from "./objectiveCommands.ts";
import type { ObjectiveRecord } from "./objectiveDocuments.ts";

type Shown = Pick<ObjectiveRecord, "id" | "name" | "revision" | "indicator">;

const measures = [["requests", "Requests"], ["incidents", "Incidents"]] as const;
const counts = [["good", "Good ones"], ["bad", "Bad ones"]] as const;

/** Says what an objective is measured by: requests, as two queries of Prometheus count them, or incidents. */
export function IndicatorDialog({ shown, onClose }: { shown: Shown; onClose: () => void }) {
  const draft = useDraftOf(shown, "objective.indicator", shown.id);
  const [by, setBy] = useDraftState<"requests" | "incidents">(draft, "by", "requests");
  const [which, setWhich] = useDraftState<"good" | "bad">(draft, "counts", shown.indicator?.counts ?? "bad");
  const [query, setQuery] = useDraftState(draft, "query", shown.indicator?.query ?? "");
  const [total, setTotal] = useDraftState(draft, "total", shown.indicator?.total ?? "");
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(setIndicator, draft);
  const requests = by === "requests";
  const indicator = requests ? { counts: which, query: query.trim(), total: total.trim() } : null;
  const said = indicator === null || (indicator.query !== "" && indicator.total !== "");
  const act = async (): Promise<void> => void (await give({ objectiveId: shown.id, indicator, reason: reason.trim() }));
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`What is ${shown.name} measured by?`}
      confirm={requests ? "Measure it by requests" : "Measure it by incidents"}
      ready={said && reason.trim() !== ""}
      preview={
        <p>
          {requests
            ? "Each hour is counted once it is over, five minutes each, by the Prometheus that the worker is told of: the share of good requests is what counts. Hours before that were not observed, and incidents play no part."
            : "Time without a declared incident that counts, weighed by its levels. What was counted of requests stays, and plays no part."}
        </p>
      }
      act={act}
    >
      <Choice label="Measured by" value={by} options={measures} onChange={setBy} />
      {requests ? (
        <>
          <Choice label="The query counts" value={which} options={counts} onChange={setWhich} />
          <TextField
            label={which === "good" ? "Query of good requests" : "Query of bad requests"}
            required
            multiline
            value={query}
            onChange={({ target }) => setQuery(target.value)}
            placeholder={'sum(increase(http_requests_total{code=~"5.."}[{{.window}}]))'}
            helperText="PromQL; {{.window}} in it stands for the time that is counted."
            slotProps={{ htmlInput: { maxLength: 4_000 } }}
          />
          <TextField
            label="Query of all requests that count"
            required
            multiline
            value={total}
            onChange={({ target }) => setTotal(target.value)}
            placeholder="sum(increase(http_requests_total[{{.window}}]))"
            slotProps={{ htmlInput: { maxLength: 4_000 } }}
          />
        </>
      ) : null}
      <ReasonField needed value={reason} set={setReason} />
    </ConfirmCommand>
  );
}
