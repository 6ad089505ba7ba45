import { graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";

export const figureFields = graphql(
  `fragment FigureFields on IncidentFigures { impactMs detectMs acknowledgeMs mitigateMs mitigatedBeforeDetected resolveMs }`,
);
export type Figures = ResultOf<typeof figureFields>;

export const incidentLineFields = graphql(`
  fragment IncidentLineFields on Incident {
  id number reference title state severity publicImpact components declaredAt startedAt resolvedAt drill private imported open
  services { id slug name } commander { id name } figures { ...FigureFields }
  }
`, [figureFields]);
/** An incident as lists show it. */
export type IncidentLine = ResultOf<typeof incidentLineFields>;
export type ServiceMention = IncidentLine["services"][number];
export type PersonMention = NonNullable<IncidentLine["commander"]>;
