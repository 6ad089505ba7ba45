import { Link } from "react-router";

/** An incident in a sentence. */
export const IncidentLink = ({ incident }: { incident: { id: string; reference: string } }) => (
  <Link to={`/incidents/${encodeURIComponent(incident.id)}`}>{incident.reference}</Link>
);
