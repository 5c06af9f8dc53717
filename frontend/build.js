// Bundle what stands in `src/pages` into the package: `node frontend/build.js`. Needs esbuild, which no other
// script of the front-end does, so that whoever only installs needs nothing else.
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const MODULES = join(HERE, "..", "node_modules");

/** Each folder of entries and where its bundles go; what a browser must know is the same for all. */
const BUNDLES = [
  { from: "src/pages", to: "../landwatch/maps/assets/pages" },
  {
    from: "src/web",
    to: "../landwatch/web/assets",
    entries: ["icon.svg", "map.css", "wall.css", "wall.ts", "web.css", "web.ts"],
  },
  { from: "src/web", to: "../landwatch/web/assets", entries: ["floor.ts"], target: "es5" },
  {
    from: "src/field",
    to: "../landwatch/web/assets",
    entries: ["field.css", "field.ts", "field-worker.ts", "kit.ts"],
  },
];
const TARGET = "chrome80"; // 360 and QQ browsers carry it; what sends older ones away must speak to them

/** Leaflet stands in a script of its own before each bundle: folium's layers use it, too. */
const leafletOfThePage = {
  name: "leaflet-of-the-page",
  setup(builder) {
    builder.onResolve({ filter: /^leaflet$/ }, () => ({ path: "leaflet", namespace: "page" }));
    builder.onLoad({ filter: /.*/, namespace: "page" }, () => ({ contents: "module.exports = window.L;" }));
  },
};

/** htmx looks for the title of an answer in a way that Chromium has known since 88. */
const TITLE = {
  sought: "fragment.querySelector('title:not(svg title)')",
  put: "[...fragment.querySelectorAll('title')].find((each) => !each.closest('svg'))",
};
const titleOfAnswers = {
  name: "title-of-answers",
  setup(builder) {
    builder.onLoad({ filter: /htmx[^/]*\.js$/ }, async ({ path }) => {
      const text = await readFile(path, "utf-8");
      if (text.split(TITLE.sought).length !== 2) throw new Error(`${path} has another ${TITLE.sought} now.`);
      return { contents: text.replace(TITLE.sought, () => TITLE.put) };
    });
  },
};

/** The packages that esbuild read a file of. */
function packagesOf(inputs) {
  const named = Object.keys(inputs).map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  return [...new Set(named.filter(Boolean))].sort();
}

/** The licence of a package: from the package, else from `licences`, for those that ship none. */
async function licenceOf(name) {
  const folder = join(MODULES, name);
  const file = (await readdir(folder)).find((each) => /^licen[cs]e/i.test(each));
  const path = file ? join(folder, file) : join(HERE, "licences", `${name}.txt`);
  const text = (await readFile(path, "utf-8")).trim();
  // A page's policy names its scripts by their hash, which a browser takes of text with plain line ends.
  return `${name}\n\n${text.replace(/\r\n?/g, "\n")}\n`;
}

/** Pages write control characters out, and their policy would not know the script any more. */
function withoutControls(script) {
  const escape = (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  return script.replace(/[\x00-\x08\x0b-\x1f\x7f]/g, escape);
}

async function written({ path, contents, inputs }) {
  const licences = await Promise.all(packagesOf(inputs).map(licenceOf));
  const head = licences.length ? `/*\n${licences.join("\n\n")}*/\n` : "";
  await writeFile(path, head + withoutControls(Buffer.from(contents).toString("utf-8")));
}

for (const { to } of BUNDLES) await rm(join(HERE, to), { recursive: true, force: true });
for (const { from, to, entries: named, target } of BUNDLES) {
  const out = join(HERE, to);
  await mkdir(out, { recursive: true });
  const entries = (named ?? (await readdir(join(HERE, from)))).map((name) => join(HERE, from, name));
  const { outputFiles, metafile } = await build({
    absWorkingDir: HERE,
    entryPoints: entries,
    outdir: out,
    bundle: true,
    format: "iife",
    loader: { ".svg": "copy" },
    target: target ?? TARGET,
    legalComments: "none", // whole licences stand at the head
    plugins: [leafletOfThePage, titleOfAnswers],
    metafile: true,
    write: false,
  });
  const inputsOf = Object.fromEntries(
    Object.entries(metafile.outputs).map(([path, { inputs }]) => [basename(path), inputs]),
  );
  await Promise.all(
    outputFiles.map(({ path, contents }) => written({ path, contents, inputs: inputsOf[basename(path)] })),
  );
}
