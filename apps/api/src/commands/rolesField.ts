import { role } from "@ballast/schema";
import { rolesOfPeople } from "@ballast/schema/permissions";
import { z } from "zod";
import { Role } from "../graphql/enums.ts";
import { field, listOf } from "./inputFields.ts";

/** What a person may do: nobody is an application. */
export const rolesOfPersonField = (description: string) => {
  const given = rolesField(description);
  return {
    ...given,
    schema: given.schema.refine((roles) => roles.every((one) => rolesOfPeople.includes(one)), "no person is an application: issue a token"),
  };
};

/** What somebody, or a token, may do. */
export const rolesField = (description: string) => ({
  ...listOf(
    field(() => Role, role, description),
    6,
  ),
  schema: z.array(role).min(1).max(6).transform((roles) => [...new Set(roles)]),
});
