import { useColorScheme } from "@mui/material/styles";
import { useMemo } from "react";
import { useNavigate } from "react-router";
import { setZone } from "../marks/zone.ts";
import type { Command } from "./commands.ts";
import { useCommands } from "./commands.ts";
import { usePlaces } from "./navigation.ts";
import { useShortcut } from "./shortcuts.ts";
import { useAsOf } from "./useAsOf.ts";
import { lookBackTo } from "./asOf.ts";
import { useReach } from "./moment.ts";

const day = 86_400_000;

/** What the shell itself offers: every place, the theme, the clock, and looking back. */
export function useOwnCommands(): void {
  const navigate = useNavigate();
  const places = usePlaces();
  const { setMode } = useColorScheme();
  const { set } = useAsOf();
  const { logBeginsAt } = useReach();
  const commands = useMemo<readonly Command[]>(
    () => [
      ...places.map((place) => ({
        id: `go-${place.key}`, title: place.label, group: "Go to", icon: place.icon, keys: place.keys, run: () => void navigate(place.to),
      })),
      {
        id: "as-of-day",
        title: "Look back a day",
        group: "Look",
        keywords: "as of yesterday past",
        icon: "clock",
        run: () => set(lookBackTo(Date.now() - day, "recordedAt", { logBeginsAt })),
      },
      { id: "as-of-now", title: "Return to now", group: "Look", keywords: "as of live present", icon: "clock", run: () => set(null) },
      {
        id: "theme-light", title: "Light theme", group: "Look", keywords: "colour scheme bright day", icon: "sun",
        run: () => setMode("light"),
      },
      { id: "theme-dark", title: "Dark theme", group: "Look", keywords: "colour scheme night", icon: "moon", run: () => setMode("dark") },
      { id: "zone-utc", title: "Show times in UTC", group: "Look", keywords: "zone clock", icon: "clock", run: () => setZone("utc") },
      {
        id: "zone-local", title: "Show times in my zone", group: "Look", keywords: "local clock", icon: "clock",
        run: () => setZone("local"),
      },
    ],
    [navigate, places, setMode, set, logBeginsAt],
  );
  useCommands(commands);
}

/** `g` and a letter goes to a place, from anywhere. Mounted once per place. */
export function GoShortcut({ keys, to, label }: { keys: string; to: string; label: string }) {
  const navigate = useNavigate();
  useShortcut(keys, `Go to ${label}`, () => void navigate(to));
  return null;
}
