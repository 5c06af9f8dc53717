/**
 * Nothing that Chromium 80 lacks: 360 and QQ browsers carry it.
 *
 * Syntax is lowered by esbuild, and what ECMAScript 2020 lacks is unknown to the compiler. What browsers offer
 * besides is looked up here, in MDN's compatibility data: each use that the compiler resolves to its own list of
 * browser interfaces.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const OLDEST = 80;
const data = createRequire(import.meta.url).resolve("@mdn/browser-compat-data");
const { api } = JSON.parse(readFileSync(data, "utf-8"));

/** Whether Chromium had it then, without a prefix or a flag. */
function isOldEnough({ version_added: since, prefix, flags }) {
  const plain = prefix === undefined && flags === undefined;
  return plain && typeof since === "string" && Number.parseInt(since.replace("≤", "")) <= OLDEST;
}

/** Whether Chromium had an interface, or a member of it; undefined where nothing is known of it. */
function had(name, member) {
  const entry = member === undefined ? api[name] : api[name]?.[member];
  const [newest] = [entry?.__compat?.support.chrome ?? []].flat();
  return newest && isOldEnough(newest);
}

/** An interface and those that it is made of, by name. */
function namesOf(type, checker) {
  const parts = type.isUnionOrIntersection() ? type.types : [type];
  return parts.flatMap((part) => {
    const apparent = checker.getApparentType(part);
    const bases = apparent.isClassOrInterface() ? checker.getBaseTypes(apparent) : [];
    return [apparent.getSymbol()?.name ?? "", ...bases.flatMap((base) => namesOf(base, checker))];
  });
}

const isOfBrowser = (symbol) =>
  symbol?.declarations?.some((each) => /lib\.dom.*\.d\.ts$/.test(each.getSourceFile().fileName)) ?? false;

export default {
  meta: { type: "problem", schema: [], messages: { missing: "Chromium 80 has no {{name}}." } },
  create(context) {
    const services = context.sourceCode.parserServices;
    const checker = services.program.getTypeChecker();
    const resolves = (node) => isOfBrowser(services.getSymbolAtLocation(node));
    const isMember = (node) => node.parent.type === "MemberExpression" && node.parent.property === node;

    function checkMember(node) {
      const { object, property } = node.parent;
      const known = namesOf(services.getTypeAtLocation(object), checker).map((each) =>
        had(each, property.name),
      );
      if (object.type === "Identifier") known.push(had(object.name, `${property.name}_static`));
      return known.includes(false) && !known.includes(true);
    }

    const checkGlobal = ({ name }) => had(name) === false || had("Window", name) === false;

    return {
      Identifier(node) {
        if (!resolves(node)) return;
        if (isMember(node) ? checkMember(node) : checkGlobal(node)) {
          context.report({ node, messageId: "missing", data: { name: node.name } });
        }
      },
    };
  },
};
