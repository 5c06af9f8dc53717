// The search of an atlas: a hit leads to the page of its cluster, which opens the parcel.
(() => {
  const { data } = landwatch;
  const { words } = data;
  const entries = data.entries.map(([number, no, holder, contracts, more]) => {
    const [cluster, page] = data.pages[number];
    return {
      href: `${page}${page.startsWith("#") ? "/" : "#"}${new URLSearchParams({ find: no })}`,
      label: `${no} · ${holder || words.noContract}`,
      detail: [cluster, ...contracts].join(" · "),
      find: [no, ...contracts, ...more],
    };
  });
  landwatch.finder({ entries, words, take: ({ href }) => location.assign(href) });
})();
