import { describe, expect, it } from "vitest";
import { statuspageLayout } from "./statuspageLayout.ts";

const component = (name: string, position: number, more: object = {}) =>
  ({ id: name, name, position, group: false, group_id: null, ...more });

describe("a layout from another status page", () => {
  it("has its groups and components in the order of their positions, with the day each is told of from", () => {
    const page = statuspageLayout({
      page: { id: "p", name: "Marlow", url: "https://status.marlow.example", time_zone: "Europe/Zagreb" },
      components: [
        component("Search", 2, { group_id: "g2", start_date: "2025-03-01", description: "Europe" }), component("Alone", 9),
        component("Orders", 1, { group_id: "g2", only_show_if_degraded: true }),
        component("Mail", 1, { group_id: "g1", start_date: "soon" }),
        component("Shop", 2, { id: "g2", group: true }), component("Rest", 1, { id: "g1", group: true, description: null }),
      ],
    });
    expect(page).toMatchObject({ name: "Marlow", timeZone: "Europe/Zagreb", address: "https://status.marlow.example", problems: [] });
    expect(page?.groups).toEqual([{ name: "Rest", about: "" }, { name: "Shop", about: "" }]);
    expect(page?.components).toEqual([
      { name: "Alone", group: null, about: "", startedAt: null, onlyWhenHurt: false },
      { name: "Mail", group: "Rest", about: "", startedAt: null, onlyWhenHurt: false },
      { name: "Orders", group: "Shop", about: "", startedAt: null, onlyWhenHurt: true },
      { name: "Search", group: "Shop", about: "Europe", startedAt: "2025-03-01T00:00:00.000Z", onlyWhenHurt: false },
    ]);
  });

  it("leaves out what has no name, or that of another one, and says so; another document is none", () => {
    const page = statuspageLayout({ components: [component("Mail", 1), component("mail", 2), component("", 3), "x", null] });
    expect(page?.components.map(({ name }) => name)).toEqual(["Mail"]);
    expect(page?.problems).toEqual(["mail: there is another one of that name", "a component: it has no name"]);
    for (const other of [null, [], {}, { components: "none" }, { incidents: [] }]) expect(statuspageLayout(other)).toBeNull();
  });
});
