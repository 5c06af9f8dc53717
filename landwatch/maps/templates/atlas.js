// Several pages in one file. Each is packed; the one that the address names is unpacked and run like a page of
// its own. To go to another the file is loaded anew, so that no page meets what an earlier one left behind.
(async () => {
  const packed = new Map(
    [...document.querySelectorAll("script[data-page]")].map((script) => [script.dataset.page, script])
  );
  const named = decodeURIComponent(location.hash.slice(1).split("/")[0]);
  const name = packed.has(named) ? named : packed.keys().next().value;
  window.addEventListener("hashchange", () => location.reload());

  // One line of JSON with title and body, then the data as they are: a large text is not parsed twice.
  async function unpacked(text) {
    const binary = atob(text);
    const bytes = new Uint8Array(binary.length);
    for (let place = 0; place < binary.length; place++) bytes[place] = binary.charCodeAt(place);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    const plain = await new Response(stream).text();
    const end = plain.indexOf("\n");
    return { ...JSON.parse(plain.slice(0, end)), data: plain.slice(end + 1) };
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
