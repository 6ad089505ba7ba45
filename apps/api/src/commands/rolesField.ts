import { role } from "@ballast/schema";
import { z } from "zod";
import { Role } from "../graphql/enums.ts";
import { field, listOf } from "./inputFields.ts";

/** What somebody, or a token, may do. */
export const rolesField = (description: string) => ({
  ...listOf(
    field(() => Role, role, description),
    6,
  ),
  schema: z.array(role).min(1).max(6).transform((roles) => [...new Set(roles)]),
});
