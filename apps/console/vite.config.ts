import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The API serves `dist` at `/`; in development this one answers everything that is not a page. */
const api = process.env["BALLAST_URL"] ?? "http://127.0.0.1:4000";

export default defineConfig({
  base: "/",
  plugins: [react()],
  build: { outDir: "dist", emptyOutDir: true, target: "es2022", reportCompressedSize: true },
  server: {
    proxy: {
      "/graphql": { target: api, ws: true },
      "/session": { target: api },
      "/readyz": { target: api },
    },
  },
});
