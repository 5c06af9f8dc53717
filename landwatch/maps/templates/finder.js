// The box that finds parcels, contracts and companies by part of a number or name.
(() => {
  const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

  // An entry is {label, detail, find}: what a hit prints, and the texts that are looked through.
  landwatch.finder = ({ entries, words, take }) => {
    const { element } = landwatch;
    const searched = entries.map((entry) => ({ ...entry, find: entry.find.map(plain) }));
    const box = document.getElementById("search");
    const list = document.getElementById("search-results");
    const status = document.getElementById("search-status");
    let offered = [];
    let active = -1;

    function matches(query) {
      const wanted = plain(query);
      const hits = searched.filter((entry) => entry.find.some((text) => text.includes(wanted)));
      const exact = (entry) => (entry.find.some((text) => text.startsWith(wanted)) ? 0 : 1);
      return hits.sort((a, b) => exact(a) - exact(b));
    }

    function close() {
      offered = [];
      active = -1;
      list.hidden = true;
      box.setAttribute("aria-expanded", "false");
      box.removeAttribute("aria-activedescendant");
    }

    function offer() {
      const hits = matches(box.value);
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
      status.textContent = hits.length ? words.found.replace("{count}", hits.length) : words.nothingFound;
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
      Enter: () => {
        if (!offered.length) offer();
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
      // Take the entry that has exactly this number or name; whether there is one.
      find(text) {
        const hit = searched.find((entry) => entry.find.includes(plain(text)));
        if (hit) choose(hit);
        return Boolean(hit);
      },
    };
  };
})();
