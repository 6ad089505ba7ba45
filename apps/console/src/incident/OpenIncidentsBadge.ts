import { useQueryClient } from "@tanstack/react-query";
import { useLive } from "../api/live.ts";
import { logDocument } from "../data/logRefresh.ts";
import { useRead } from "../data/read.ts";
import { useNavigationBadge } from "../shell/navigation.ts";
import { openIncidentsDocument } from "./incidentLists.ts";

const nothing = {};
const recorded = { types: ["IncidentDeclared", "IncidentStateChanged", "IncidentReopened", "IncidentMerged"] };

/** The count beside Incidents: of the moment the view shows. Draws nothing. */
export function OpenIncidentsBadge(): null {
  const client = useQueryClient();
  const { data } = useRead(openIncidentsDocument, nothing, { keep: true });
  const again = (): void => void client.invalidateQueries({ queryKey: ["read", openIncidentsDocument.name] });
  useLive(logDocument, recorded, { next: again, resumed: again });
  useNavigationBadge("incidents", data?.incidents.totalCount ?? 0);
  return null;
}
