import { own, type DataOf } from "@ballast/schema";

/** The incident severity that an alert's label stands for; null = recorded, and calls nobody. A label may be any word. */
export const mappedSeverity = ({ severities }: DataOf<"IntegrationAdded">, label: string | null): number | null =>
  label === null ? null : (own(severities, label) ?? null);
