// The box that finds parcels, contracts and companies by part of a number or name.
(() => {
  const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

  // An entry is {label, detail, find}: what a hit prints, and the texts that are looked through. The best come first.
  function among(entries) {
    const searched = entries.map((entry) => ({ ...entry, find: entry.find.map(plain) }));
    return (wanted) => {
      const found = searched.filter((entry) => entry.find.some((text) => text.includes(wanted)));
      const rank = ({ find }) => (find.includes(wanted) ? 0 : find.some((text) => text.startsWith(wanted)) ? 1 : 2);
      const hits = found.sort((a, b) => rank(a) - rank(b));
      return { hits, count: hits.length, exact: hits.length > 0 && rank(hits[0]) === 0 };
    };
  }

  // A page that does not hold its entries ready brings `matches`: from a plain text to the promise of {hits, count,
  // exact}, the best hits first, how many there are, and whether the first is exactly what was wanted.
  landwatch.finder = ({ entries, words, take, matches = among(entries) }) => {
    const { element } = landwatch;
    const box = document.getElementById("search");
    const list = document.getElementById("search-results");
    const status = document.getElementById("search-status");
    let offered = [];
    let active = -1;

    function close() {
      offered = [];
      active = -1;
      list.hidden = true;
      box.setAttribute("aria-expanded", "false");
      box.removeAttribute("aria-activedescendant");
    }

    async function offer() {
      const asked = box.value;
      const { hits, count } = await matches(plain(asked));
      if (asked !== box.value) return;
      offered = hits.slice(0, 50);
      active = -1;
      box.removeAttribute("aria-activedescendant");
      list.replaceChildren(
        ...offered.map((entry, index) => {
          const item = element(
            "li",
            { role: "option", id: `result-${index}`, "aria-selected": "false" },
            element("span", {}, entry.label),
            element("small", {}, entry.detail)
          );
          item.addEventListener("mousedown", (event) => event.preventDefault());
          item.addEventListener("click", () => choose(entry));
          return item;
        })
      );
      list.hidden = offered.length === 0;
      box.setAttribute("aria-expanded", String(offered.length > 0));
      status.textContent = count ? words.found.replace("{count}", count) : words.nothingFound;
      status.hidden = false;
    }

    function mark(step) {
      if (!offered.length) return offer();
      active = (active + step + offered.length) % offered.length;
      [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === active)));
      list.children[active].scrollIntoView({ block: "nearest" });
      box.setAttribute("aria-activedescendant", `result-${active}`);
    }

    function choose(entry) {
      close();
      status.hidden = true;
      take(entry);
    }

    const keys = {
      ArrowDown: () => mark(1),
      ArrowUp: () => mark(-1),
      Escape: close,
      Enter: async () => {
        if (!offered.length) await offer();
        if (offered.length) choose(offered[Math.max(active, 0)]);
      },
    };
    // While Chinese is being composed, the box holds pinyin and Enter belongs to the input method.
    box.addEventListener("keydown", (event) => {
      if (event.isComposing || !keys[event.key]) return;
      event.preventDefault();
      keys[event.key]();
    });
    const typed = () => {
      status.hidden = true;
      box.value.trim() ? offer() : close();
    };
    box.addEventListener("input", (event) => event.isComposing || typed());
    box.addEventListener("compositionend", typed);
    box.addEventListener("blur", close);

    return {
      // Take the entry that has exactly this number or name; promises whether there is one.
      async find(text) {
        const { hits, exact } = await matches(plain(text));
        if (exact) choose(hits[0]);
        return exact;
      },
    };
  };
})();
