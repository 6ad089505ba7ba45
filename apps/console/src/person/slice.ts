import type { Slice } from "../app/slice.ts";
import { view } from "../app/view.ts";
import { peopleBinding } from "./personDocuments.ts";

/** People, their roles and how they are reached. */
export const person: Slice = {
  views: [
    view("/people", () => import("./PeopleView.tsx").then((m) => m.PeopleView)),
    view("/my-paging", () => import("./MyPagingView.tsx").then((m) => m.MyPagingView)),
    view("/test-pages/:id/:token", () => import("./TestPageView.tsx").then((m) => m.TestPageView)),
    view("/people/:id", () => import("./PersonView.tsx").then((m) => m.PersonView)),
  ],
  place: { key: "people", to: "/people", label: "People", icon: "person", keys: "g p", heading: "Settings" },
  tones: { TestPageAnswered: "good", TestPageRefused: "bad" },
  records: { person: { type: "Person", icon: "person", list: "/people" } },
  resources: { people: peopleBinding },
};
