/**
 * Nothing that Chromium 80 lacks: 360 and QQ browsers carry it.
 *
 * Syntax is lowered by esbuild, and what ECMAScript 2020 lacks is unknown to the compiler. What browsers offer
 * besides is looked up here: each use that the compiler resolves to its own list of browser interfaces.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

const OLDEST = 80;

interface Support {
  version_added?: string | false | null;
  prefix?: string;
  flags?: unknown;
}
interface Compat {
  __compat?: { support: { chrome?: Support | Support[] } };
  [name: string]: unknown;
}

const require = createRequire(import.meta.url);
const bcd = JSON.parse(readFileSync(require.resolve("@mdn/browser-compat-data"), "utf-8")) as {
  api: Record<string, Compat>;
};

/** Whether Chromium had it then, without a prefix or a flag. */
function isOldEnough({ version_added: since, prefix, flags }: Support): boolean {
  const plain = prefix === undefined && flags === undefined;
  return plain && typeof since === "string" && Number.parseInt(since.replace("≤", "")) <= OLDEST;
}

/** Whether Chromium had an interface, or a member of it; undefined where nothing is known of it. */
function has(name: string, member?: string): boolean | undefined {
  const owner = bcd.api[name];
  const entry = member === undefined ? owner : (owner?.[member] as Compat | undefined);
  const [newest] = [entry?.__compat?.support.chrome ?? []].flat();
  return newest && isOldEnough(newest);
}

/** An interface and those that it is made of, by name. */
function namesOf(type: ts.Type, checker: ts.TypeChecker): string[] {
  const parts = type.isUnionOrIntersection() ? type.types : [type];
  return parts.flatMap((part) => {
    const apparent = checker.getApparentType(part);
    const name = apparent.getSymbol()?.name ?? "";
    const bases = apparent.isClassOrInterface() ? checker.getBaseTypes(apparent) : [];
    return [name, ...bases.flatMap((base) => namesOf(base, checker))];
  });
}

const ofBrowser = (symbol: ts.Symbol | undefined): boolean =>
  symbol?.declarations?.some((each) => /lib\.dom.*\.d\.ts$/.test(each.getSourceFile().fileName)) ?? false;

/** What a file uses of browsers that Chromium 80 lacks: line and name. */
function missing(file: ts.SourceFile, checker: ts.TypeChecker): string[] {
  const found: string[] = [];
  const complain = (node: ts.Node, name: string) => {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    found.push(`${file.fileName.replace(/.*\/frontend\//, "")}:${line + 1} ${name}`);
  };
  const member = (node: ts.PropertyAccessExpression, owner: ts.Type, name: string) => {
    const known = namesOf(owner, checker).map((each) => has(each, name));
    if (ts.isIdentifier(node.expression)) known.push(has(node.expression.text, `${name}_static`));
    if (known.includes(false) && !known.includes(true)) complain(node, name);
  };
  const visit = (node: ts.Node) => {
    if (ts.isPropertyAccessExpression(node) && ofBrowser(checker.getSymbolAtLocation(node.name))) {
      member(node, checker.getTypeAtLocation(node.expression), node.name.text);
    } else if (ts.isIdentifier(node) && ofBrowser(checker.getSymbolAtLocation(node))) {
      const name = node.text;
      if (has(name) === false || has("Window", name) === false) complain(node, name);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

const HOUSE = join(import.meta.dirname, "..");
const SLIP = join(HOUSE, "src", "slip.ts");
const SLIPS = [
  "document.body.replaceChildren();",
  "export const copy = structuredClone({});",
  "export const id = crypto.randomUUID();",
  "export const gone = AbortSignal.timeout(5);",
];

/** The front-end, and a file of slips that is nowhere on disk. */
function program(): ts.Program {
  const config = ts.readConfigFile(join(HOUSE, "tsconfig.json"), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, HOUSE);
  const host = ts.createCompilerHost(options);
  const readFile = host.readFile.bind(host);
  host.readFile = (path) => (path === SLIP ? SLIPS.join("\n") : readFile(path));
  host.fileExists = (path) => path === SLIP || ts.sys.fileExists(path);
  return ts.createProgram([...ts.sys.readDirectory(join(HOUSE, "src"), [".ts"]), SLIP], options, host);
}

test("no script uses what Chromium 80 lacks, and what came later would be found", () => {
  const made = program();
  const files = made.getSourceFiles().filter((file) => file.fileName.includes("/frontend/src/"));
  expect(files.length).toBeGreaterThan(30);
  expect(files.flatMap((file) => missing(file, made.getTypeChecker()))).toEqual([
    "src/slip.ts:1 replaceChildren",
    "src/slip.ts:2 structuredClone",
    "src/slip.ts:3 randomUUID",
    "src/slip.ts:4 timeout",
  ]);
}, 120_000);
