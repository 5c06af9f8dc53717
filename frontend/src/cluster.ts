/** What the page of a cluster does with its parcels, wherever they come from. */
import { address } from "./address";
import type { ClusterData } from "./data";
import { explanationDialog } from "./explanation";
import { finder } from "./finder";
import { legend } from "./legend";
import { landLists } from "./lists";
import { measureTools } from "./measure";
import { publish } from "./page";
import { lead, type ClusterPage, type Hit } from "./parcels";
import { keepAddress } from "./permalink";
import { parcelPopups } from "./popup";
import { printing } from "./print";

/** Make the page whole: popups, explanations, legend, lists, search, measuring, address and print. */
export function clusterPage<Found extends Hit>(page: ClusterPage<ClusterData, Found>): void {
  const { map, data } = page;
  const explanation = explanationDialog(page);
  const guide = parcelPopups(page, explanation);
  page.onClick(guide.choose);
  legend(map, page);
  landLists(page, guide, explanation);
  const search = finder<Found>({
    words: data.words,
    matches: page.matches,
    take: (hit) => void page.placeOfHit(hit).then((place) => lead(guide, place)),
  });
  measureTools(page);
  keepAddress(page, guide);
  printing(page, { atAnyScale: page.atHand });
  publish(Object.assign(page, explanation, guide, search));

  // An address may name what is looked for ("#find=…"), as the hits of an atlas do.
  const wanted = address.read().get("find");
  if (wanted) void search.find(wanted);
}
