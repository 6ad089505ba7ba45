import type { ComponentStatus, DataOf, PageComponent, PageGroup, StatusPageContent, StatusPageEvent } from "@ballast/schema";

/** A component as it stands on a page. */
export interface PlacedComponent extends PageComponent {
  /** By hand, against what its incidents say; null: they say it. */
  readonly held: { readonly status: ComponentStatus; readonly reason: string } | null;
  readonly notice: string | null;
}

/** A page as its events tell it; groups and components in their order. */
export interface DefinedStatusPage extends StatusPageContent {
  readonly status: "defined";
  readonly statusPageId: string;
  readonly slug: string;
  readonly groups: readonly PageGroup[];
  readonly components: readonly PlacedComponent[];
  /** Why it is not shown any more; null while it is. */
  readonly retired: string | null;
}

/** A page that the public looks at, or none yet. */
export type StatusPage = { readonly status: "absent" } | DefinedStatusPage;

type Ask<Type extends string, Data> = { readonly type: Type; readonly now: string } & Data;

/** What may be done with a page. */
export type StatusPageCommand =
  | Ask<"DefineStatusPage", DataOf<"StatusPageDefined">>
  /** The whole of it: what is not named is taken off the page. The order is that of the lists. */
  | Ask<"LayOutStatusPage", {
      readonly statusPageId: string;
      readonly groups: readonly Omit<PageGroup, "order">[];
      readonly components: readonly Omit<PageComponent, "order">[];
    }>
  | Ask<"SetComponentStatus", DataOf<"ComponentStatusSet">>
  | Ask<"PutStandingNotice", DataOf<"StandingNoticePut">>
  | Ask<"RetireStatusPage", DataOf<"StatusPageRetired">>;

const inOrder = <Placed extends { readonly order: number }>(placed: readonly Placed[]): readonly Placed[] =>
  placed.toSorted((one, other) => one.order - other.order);

/** Folds one fact. Total: what is said of a page that is not there changes nothing. */
export function evolve(page: StatusPage, event: StatusPageEvent): StatusPage {
  if (event.type === "StatusPageDefined") {
    const { groups, components } = page.status === "absent" ? { groups: [], components: [] } : page;
    return { status: "defined", ...event.data, groups, components, retired: null };
  }
  if (page.status === "absent") return page;
  switch (event.type) {
    case "PageGroupPlaced": {
      const { statusPageId, ...group } = event.data;
      return { ...page, groups: inOrder([...page.groups.filter(({ groupId }) => groupId !== group.groupId), group]) };
    }
    case "PageGroupRemoved":
      return { ...page, groups: page.groups.filter(({ groupId }) => groupId !== event.data.groupId) };
    case "PageComponentPlaced": {
      const { statusPageId, ...component } = event.data;
      const before = page.components.find(({ componentId }) => componentId === component.componentId);
      const placed = { ...component, held: before?.held ?? null, notice: before?.notice ?? null };
      return { ...page, components: inOrder([...page.components.filter((one) => one !== before), placed]) };
    }
    case "PageComponentRemoved":
      return { ...page, components: page.components.filter(({ componentId }) => componentId !== event.data.componentId) };
    case "ComponentStatusSet": {
      const { componentId, status, reason } = event.data;
      return changed(page, componentId, { held: status === null ? null : { status, reason } });
    }
    case "StandingNoticePut":
      return changed(page, event.data.componentId, { notice: event.data.notice });
    case "StatusPageRetired":
      return { ...page, retired: event.data.reason };
  }
}

const changed = (page: DefinedStatusPage, componentId: string, change: Partial<PlacedComponent>): DefinedStatusPage =>
  ({ ...page, components: page.components.map((one) => (one.componentId === componentId ? { ...one, ...change } : one)) });
