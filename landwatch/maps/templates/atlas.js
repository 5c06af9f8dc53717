// Several pages in one file. Each is packed; the one that the address names is unpacked and run like a page of
// its own. To go to another the file is loaded anew, so that no page meets what an earlier one left behind.
(async () => {
  const packed = new Map(
    [...document.querySelectorAll("script[data-page]")].map((script) => [script.dataset.page, script])
  );
  const named = decodeURIComponent(location.hash.slice(1).split("/")[0]);
  const name = packed.has(named) ? named : packed.keys().next().value;
  window.addEventListener("hashchange", () => location.reload());

  async function unpacked(text) {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Response(stream).json();
  }

  function run(type, text, id) {
    const script = document.createElement("script");
    script.type = type;
    script.textContent = text;
    if (id) script.id = id;
    document.body.append(script);
  }

  if (!window.DecompressionStream) {
    document.getElementById("atlas-message").hidden = false;
    return;
  }
  const page = await unpacked(packed.get(name).textContent);
  document.title = page.title;
  document.documentElement.dataset.page = name;
  document.body.insertAdjacentHTML("afterbegin", page.body);
  run("application/json", page.data, "landwatch-data");
  const texts = [...document.querySelectorAll(".atlas-script")].map((script) => script.textContent);
  for (const number of packed.get(name).dataset.scripts.split(" ")) run("text/javascript", texts[number]);
})();
