import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it, vi } from "vitest";
import { PresentContext } from "./now.ts";
import { Counter, RelativeTime } from "./Time.tsx";

const text = (moment: string | null, element: Parameters<typeof createElement>[2]): string =>
  renderToStaticMarkup(createElement(PresentContext, { value: moment === null ? null : Date.parse(moment) }, element)).match(
    /<time[^>]*>([^<]*)</u,
  )?.[1] ?? "";

describe("the page's present", () => {
  it("is the moment looked back to: times count from it, also those that lie ahead of it", () => {
    vi.useFakeTimers({ now: new Date("2026-11-28T12:00:00Z") });
    const ago = createElement(RelativeTime, { at: "2026-11-23T14:00:00Z" });
    expect(text(null, ago)).toBe("4 d ago");
    expect(text("2026-11-23T14:16:00Z", ago)).toBe("16 min ago");
    expect(text("2026-11-23T13:56:00Z", ago)).toBe("in 4 min");
    expect(text("2026-11-23T14:12:41Z", createElement(Counter, { at: "2026-11-23T14:00:00Z" }))).toBe("T+12:41");
    vi.useRealTimers();
  });
});
