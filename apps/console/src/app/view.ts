import type { ComponentType } from "react";
import { lazyPart } from "./lazyPart.ts";

/** A view and the path it answers to. Each is a chunk of its own, loaded when it is opened. */
export interface ViewRoute {
  path: string;
  View: ComponentType;
}

/** Declares a view: `view("/releases/:id", () => import("./ReleaseView.tsx").then((m) => m.ReleaseView))`. */
export function view(path: string, load: () => Promise<ComponentType>): ViewRoute {
  return { path, View: lazyPart(load) };
}
