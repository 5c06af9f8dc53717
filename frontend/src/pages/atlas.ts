/**
 * Several pages in one file. Each is packed; the one that the address names is unpacked and run like a page of its
 * own. To go to another the file is loaded anew, so that no page meets what an earlier one left behind.
 */
import { decoded, inflated } from "../attached";
import { all, found, named } from "../dom";

interface Unpacked {
  title: string;
  body: string;
  data: string;
}

/** One line of JSON with title and body, then the data as they are: a large text is not parsed twice. */
async function unpacked(text: string): Promise<Unpacked> {
  const plain = await inflated(decoded(text), "deflate");
  const end = plain.indexOf("\n");
  const { title, body } = JSON.parse(plain.slice(0, end)) as Omit<Unpacked, "data">;
  return { title, body, data: plain.slice(end + 1) };
}

function run(type: string, text: string, id = ""): void {
  const script = document.createElement("script");
  script.type = type;
  script.textContent = text;
  if (id) script.id = id;
  document.body.append(script);
}

/** The page that the address names, else the first. */
function chosen(): HTMLElement {
  const [name = ""] = location.hash.slice(1).split("/");
  const pages = all("script[data-page]");
  return (
    pages.find((script) => named(script, "page") === decodeURIComponent(name)) ?? found("script[data-page]")
  );
}

async function open(script: HTMLElement): Promise<void> {
  const { title, body, data } = await unpacked(script.textContent);
  document.title = title;
  document.documentElement.dataset.page = named(script, "page");
  document.body.insertAdjacentHTML("afterbegin", body);
  run("application/json", data, "landwatch-data");
  const texts = all(".atlas-script").map((each) => each.textContent);
  for (const number of named(script, "scripts").split(" "))
    run("text/javascript", texts[Number(number)] ?? "");
}

window.addEventListener("hashchange", () => location.reload());
if ("DecompressionStream" in window) void open(chosen());
else found("#atlas-message").hidden = false;
