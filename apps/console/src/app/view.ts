import type { QueryClient } from "@tanstack/react-query";
import type { DataProvider } from "ra-core";
import type { ComponentType } from "react";
import { matchRoutes } from "react-router";
import type { Params } from "react-router";
import { componentOf } from "./lazyPart.ts";
import { loaded } from "./loading.ts";

/** What a view that is about to be opened asks with. */
export interface Asking {
  readonly client: QueryClient;
  readonly lists: DataProvider;
  /** Of its path. */
  readonly parameters: Params;
}

/** A view and the path it answers to. Each is a chunk of its own, loaded when it is opened. */
export interface ViewRoute {
  path: string;
  View: ComponentType;
  /** Fetches its chunk ahead of being opened; kept also where it did not come. */
  begin: () => Promise<void>;
  /** Asks for what it shows, before it is there. */
  asks: (asking: Asking) => Promise<unknown>;
}

/**
 * Declares a view: `view("/releases/:id", () => import("./ReleaseView.tsx").then((m) => m.ReleaseView))`. What it shows first may be
 * asked for while the console is still getting ready; `asks` names the same reads as the view, or they are asked for twice.
 */
export function view(path: string, load: () => Promise<ComponentType>, asks: ViewRoute["asks"] = () => Promise.resolve()): ViewRoute {
  const part = loaded(load);
  // What does not come is said by the view, when it is opened.
  return { path, View: componentOf(part), begin: () => part.get().then(() => undefined, () => undefined), asks };
}

/** The view that an address opens, and its parameters; nothing where it has none. */
export function viewAt(views: readonly ViewRoute[], pathname: string): { view: ViewRoute; parameters: Params } | undefined {
  const match = matchRoutes(views.map(({ path }, at) => ({ path, id: String(at) })), pathname)?.at(-1);
  const view = match === undefined ? undefined : views[Number(match.route.id)];
  return match === undefined || view === undefined ? undefined : { view, parameters: match.params };
}
