import { createTheme } from "@mui/material/styles";
import type { Theme } from "@mui/material/styles";
import { controls } from "./controls.ts";
import { surfaces } from "./surfaces.ts";

declare module "@mui/material/styles" {
  /** The theme below has them. */
  interface CssThemeVariables { enabled: true }
}

/** A size and line height of `tokens.css` with a weight, as MUI's typography wants it. */
function type(size: string, lineHeight: string, weight: string) {
  return { fontSize: size, lineHeight, fontWeight: weight, letterSpacing: 0 } as const;
}

/** A colour by its token and what is drawn on it. */
function colour(token: string, on = "var(--surface)") {
  return { main: `var(${token})`, light: `var(${token}-soft)`, dark: `var(${token})`, contrastText: on };
}

/** Both schemes name the same variables; `tokens.css` gives them their light and dark values. */
function palette(mode: "light" | "dark") {
  return {
    mode,
    primary: { ...colour("--accent", "var(--on-accent)"), dark: "var(--accent-deep)" },
    secondary: colour("--plan"),
    error: colour("--bad", "var(--on-bad)"),
    warning: colour("--warn"),
    success: colour("--good"),
    info: colour("--accent", "var(--on-accent)"),
    text: { primary: "var(--ink)", secondary: "var(--ink-2)", disabled: "var(--ink-3)" },
    background: { default: "var(--page)", paper: "var(--surface)" },
    divider: "var(--line)",
    action: {
      active: "var(--ink-2)",
      hover: "color-mix(in srgb, var(--ink) 5%, transparent)",
      selected: "var(--accent-soft)",
      disabled: "var(--ink-3)",
      disabledBackground: "var(--sunken)",
      focus: "var(--accent-soft)",
    },
  };
}

/** The console's MUI theme: no colour of its own, only names from `tokens.css`. */
export const theme: Theme = createTheme({
  cssVariables: { colorSchemeSelector: "[data-theme=%s]", nativeColor: true },
  colorSchemes: { light: { palette: palette("light") }, dark: { palette: palette("dark") } },
  shape: { borderRadius: 8 },
  spacing: 4,
  typography: {
    fontFamily: "var(--font)",
    h1: type("20px", "28px", "var(--w-title)"),
    h2: type("15px", "22px", "var(--w-strong)"),
    h3: type("13.5px", "20px", "var(--w-strong)"),
    h4: type("30px", "36px", "var(--w-title)"),
    h5: type("20px", "28px", "var(--w-title)"),
    h6: type("15px", "22px", "var(--w-strong)"),
    subtitle1: type("15px", "22px", "var(--w-label)"),
    subtitle2: type("13.5px", "20px", "var(--w-label)"),
    body1: type("13.5px", "20px", "var(--w-plain)"),
    body2: type("13.5px", "20px", "var(--w-plain)"),
    caption: type("12px", "16px", "var(--w-plain)"),
    overline: { ...type("12px", "16px", "var(--w-label)"), textTransform: "none" },
    button: { ...type("13px", "18px", "var(--w-strong)"), textTransform: "none" },
  },
  components: { ...surfaces, ...controls },
});
