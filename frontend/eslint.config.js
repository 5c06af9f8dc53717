import js from "@eslint/js";
import tseslint from "typescript-eslint";
import chromium80 from "./lint/chromium80.js";

export default tseslint.config(
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      complexity: ["error", 10],
      eqeqeq: "error",
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
      "@typescript-eslint/method-signature-style": "error", // functions of an interface stand by themselves
      // `() => list.push(…)` gives a number that nobody reads.
      "@typescript-eslint/no-confusing-void-expression": "off",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-unused-vars": ["error", { varsIgnorePattern: "^_" }],
    },
  },
  {
    files: ["src/**/*.ts", "lint/*.ts"],
    plugins: { landwatch: { rules: { chromium80 } } },
    rules: { "landwatch/chromium80": "error" },
  },
  {
    files: ["**/*.js"],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: { Buffer: "readonly" } },
  },
);
