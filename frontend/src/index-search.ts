/** The search of an atlas: a hit leads to the page of its cluster, which opens the parcel. */
import type { OverviewData } from "./data";
import { finder } from "./finder";
import { among } from "./matching";
import type { Hit } from "./parcels";

interface PageHit extends Hit {
  href: string;
  find: string[];
}

export function clusterFinder({ entries, pages, words }: OverviewData): void {
  const hits = entries.map(([number, no, holder, contracts, more]): PageHit => {
    const [cluster, page] = pages[number] ?? ["", ""];
    const wanted = new URLSearchParams({ find: no }).toString();
    return {
      href: `${page}${page.startsWith("#") ? "/" : "#"}${wanted}`,
      label: `${no} · ${holder ?? words.noContract}`,
      detail: [cluster, ...contracts].join(" · "),
      find: [no, ...contracts, ...more],
    };
  });
  finder<PageHit>({
    words,
    matches: among(hits, ({ find }) => find),
    take: ({ href }) => location.assign(href),
  });
}
