// Search on a page of many parcels: one long text, gone through by lines.
((page) => {
  const { data } = landwatch;
  const { words } = data;
  const MOST = 50;
  let haystack = null;

  // The lines as a search sees them; they keep their ends, so that a place in the text is a line.
  const prepared = () => (haystack = haystack || page.lines().then((lines) => ({ lines, plain: lines.map(squeezed) })));
  const squeezed = (line) => line.normalize("NFKC").toLowerCase().replace(/[^\S\x1f]+/g, "");

  function entry(line, n) {
    const [first, contracts, holder] = line.split("\x1f");
    return { n, label: `${first} · ${holder || words.noContract}`, detail: contracts.split("、").join(" · ") };
  }

  // Whole numbers and names before those that begin so, these before those that hold it somewhere.
  async function matches(wanted) {
    const { lines, plain } = await prepared();
    const ranked = [[], [], []];
    let count = 0;
    for (let n = 0; n < plain.length; n++) {
      if (!plain[n].includes(wanted)) continue;
      count += 1;
      const texts = plain[n].split("\x1f");
      const rank = texts.includes(wanted) ? 0 : texts.some((text) => text.startsWith(wanted)) ? 1 : 2;
      if (ranked[rank].length < MOST) ranked[rank].push(n);
    }
    return { count, hits: ranked.flat().slice(0, MOST).map((n) => entry(lines[n], n)), exact: ranked[0].length > 0 };
  }

  const { show } = page;

  async function take({ n }) {
    const place = await page.placeAt(n);
    place.contract ? page.showContract(place.contract) : show(place);
  }

  // The lists name parcels by their numbers, which begin their lines.
  page.placeOf = (no) => ({ no });
  page.show = async ({ no }) => take({ n: (await page.lines()).findIndex((line) => line.startsWith(`${no}\x1f`)) });

  const finder = landwatch.finder({ matches, words, take });
  page.ground.once("load", () => setTimeout(prepared, 200));

  const wanted = landwatch.address.read().get("find");
  if (wanted) finder.find(wanted);
})(landwatch.page);
