import "@fontsource-variable/inter";
import "@fontsource-variable/jetbrains-mono";
import { ThemeProvider } from "@mui/material/styles";
import type { ReactNode } from "react";
import "./base.css";
import "./fonts/fonts.css";
import { theme } from "./theme.ts";
import "./tokens.css";
import "./variables.css";

/** Fonts, tokens and the MUI theme, following the system until the viewer chooses light or dark. */
export function BallastTheme({ children }: { children: ReactNode }) {
  return (
    <ThemeProvider theme={theme} defaultMode="system" disableTransitionOnChange disableStyleSheetGeneration>
      {children}
    </ThemeProvider>
  );
}
