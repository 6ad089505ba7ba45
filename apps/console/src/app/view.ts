import type { ComponentType } from "react";
import { componentOf } from "./lazyPart.ts";
import { loaded } from "./loading.ts";

/** A view and the path it answers to. Each is a chunk of its own, loaded when it is opened. */
export interface ViewRoute {
  path: string;
  View: ComponentType;
  /** Fetches its chunk ahead of being opened. */
  begin: () => void;
}

/** Declares a view: `view("/releases/:id", () => import("./ReleaseView.tsx").then((m) => m.ReleaseView))`. */
export function view(path: string, load: () => Promise<ComponentType>): ViewRoute {
  const part = loaded(load);
  // What does not come is said by the view, when it is opened.
  return { path, View: componentOf(part), begin: () => void part.get().catch(() => undefined) };
}
