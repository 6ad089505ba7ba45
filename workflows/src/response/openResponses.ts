import type { LeftUndone, OpenRecords } from "../reactor/slice.ts";
import { lookAtPage, lookAtResponse } from "./lostResponses.ts";

type Named = { readonly id: string };

/** Pages that nobody has answered. */
export function openPages(undone: LeftUndone): OpenRecords {
  const pages = new Set<string>();
  const ended = ({ id }: Named): void => void pages.delete(id);
  return {
    notes: { PageRequested: ({ id }) => void pages.add(id), PageAcknowledged: ended, PageStopped: ended, PageHandedOn: ended },
    candidates: () => [...pages],
    async look(reaction, id) {
      const { said, over } = await lookAtPage(reaction, id, undone);
      if (over) pages.delete(id);
      return said;
    },
  };
}

/** Incidents whose response may have something to do; something new about one brings it back. */
export function openIncidents(undone: LeftUndone): OpenRecords {
  const incidents = new Set<string>();
  const seen = ({ id }: Named): void => void incidents.add(id);
  return {
    notes: { IncidentDeclared: seen, IncidentReopened: seen, IncidentStateChanged: seen, IncidentMerged: seen },
    candidates: () => [...new Set([...undone.incidents, ...incidents])],
    async look(reaction, id) {
      const { said, over } = await lookAtResponse(reaction, { incidentId: id, unfinished: undone.incidents.delete(id) });
      if (over) incidents.delete(id);
      return said;
    },
  };
}
