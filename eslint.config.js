// The rules of CONTRIBUTING.md that a machine can check. Types are checked by the compiler (`npm run types`).
import tseslint from "typescript-eslint";
import { noOutsideLookup } from "./tests/checks/noOutsideLookup.js";
import { width } from "./tests/checks/width.js";

const bannedSuffix = { regex: "(Manager|Helper|Helpers|Util|Utils|Impl|Base|DTO|Dto)$", match: false };

const syntax = [
  { selector: "ExportDefaultDeclaration", message: "Named exports only." },
  { selector: "TSAsExpression > TSAsExpression", message: "A double assertion hides that the types disagree: parse or narrow instead." },
  { selector: "TSEnumDeclaration", message: "Use a union of literals." },
  { selector: "TSModuleDeclaration[kind='namespace']", message: "Use modules." },
  { selector: "TSParameterProperty", message: "Declare the field: only erasable syntax." },
  {
    selector: "ClassDeclaration[id.name=/.Service$/][decorators.length=0]",
    message: "A service is a thing whose availability is managed, never a code suffix.",
  },
  {
    selector: "CallExpression[callee.object.name=/^(describe|test|it)$/][callee.property.name=/^(skip|only|todo)$/]",
    message: "No skipped tests; skipIf says when and why.",
  },
];

/** The advice is 250 lines a file, 40 a function, 90 a component. What is longer has a reason, one table or one story; here it ends. */
const atMost = (max) => ["error", { max, skipBlankLines: true, skipComments: true }];
const limits = {
  "max-lines": atMost(350),
  "max-lines-per-function": atMost(65),
  "max-params": "off",
  "@typescript-eslint/max-params": ["error", { max: 3 }],
};

const strictness = {
  "no-restricted-syntax": ["error", ...syntax],
  "no-warning-comments": ["error", { terms: ["todo", "fixme", "xxx", "hack"] }],
  "no-empty": "error",
  "no-console": "error",
  eqeqeq: "error",
  "@typescript-eslint/no-explicit-any": "error",
  "@typescript-eslint/no-non-null-assertion": "error",
  "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
  "@typescript-eslint/no-floating-promises": "error",
  "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: false }],
  "@typescript-eslint/await-thenable": "error",
  "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
  "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true, argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
  "@typescript-eslint/naming-convention": [
    "error",
    { selector: "typeLike", format: ["PascalCase"], leadingUnderscore: "allow", custom: bannedSuffix },
    { selector: "interface", format: ["PascalCase"], custom: { regex: "^I[A-Z][a-z]", match: false } },
  ],
  // Registries that slices add to by declaration.
  "@typescript-eslint/no-empty-object-type": ["error", { allowWithName: "^(Queries|Rows|RecordTypes)$" }],
  // type-graphql and other class-based APIs need classes of decorated members only.
  "@typescript-eslint/no-extraneous-class": ["error", { allowWithDecorator: true }],
  "@typescript-eslint/no-invalid-void-type": "off",
};

export default tseslint.config(
  { ignores: ["**/dist/", "**/node_modules/", "schema/generated/", "**/generated/", "tests/artefacts/", ".ballast/", ".turbo/"] },
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.strict],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    plugins: { ballast: { rules: { "no-outside-lookup": noOutsideLookup, width } } },
    rules: { ...strictness, ...limits, "ballast/no-outside-lookup": "error", "ballast/width": "error" },
  },
  { files: ["**/*.js"], plugins: { ballast: { rules: { width } } }, rules: { "ballast/width": "error" } },
  // A component's markup is one expression; a suite is one function.
  { files: ["**/*.tsx"], rules: { "max-lines-per-function": atMost(120) } },
  {
    files: ["**/*.spec.{ts,tsx}", "tests/**/*.ts"],
    rules: {
      "max-lines": atMost(425), "max-lines-per-function": "off", "@typescript-eslint/max-params": "off", "ballast/no-outside-lookup": "off",
    },
  },
  // Programs that talk to a person on their terminal, and files whose tools want a default export.
  { files: ["tests/**/*.ts"], rules: { "no-console": "off" } },
  {
    files: [
      "*.ts", "apps/console/vite.config.ts", "tests/mutants/vitest.config.ts", "tests/harness/countsReporter.ts",
      "tests/harness/globalSetup.ts",
    ],
    rules: { "no-restricted-syntax": ["error", ...syntax.filter(({ selector }) => selector !== "ExportDefaultDeclaration")] },
  },
);
