/** The page of a cluster of many parcels: vector tiles on canvas. */
import { address } from "../address";
import type { ManyData } from "../data";
import { explanationDialog } from "../explanation";
import { finder } from "../finder";
import { legend } from "../legend";
import { landLists } from "../lists";
import { manyParcels } from "../many";
import { measureTools } from "../measure";
import { openPage, publish } from "../page";
import { lead } from "../parcels";
import { keepAddress } from "../permalink";
import { parcelPopups } from "../popup";
import { printing } from "../print";

const opened = openPage<ManyData>({ top: 60 });
const parcels = Object.assign(opened, manyParcels(opened));
const explanation = explanationDialog(parcels);
const guide = parcelPopups(parcels, explanation);
const page = Object.assign(parcels, explanation, guide);
const { map, data } = page;

page.onClick(guide.choose);
legend(map, page);
landLists(page, guide, explanation);
const search = finder({
  words: data.words,
  matches: page.matches,
  take: (hit) => void page.placeOfHit(hit).then((place) => lead(guide, place)),
});
measureTools(page);
keepAddress(page, guide);
printing(page, { atAnyScale: page.atHand });
publish(page);

// An address may name what is looked for ("#find=…"), as the hits of an atlas do.
const wanted = address.read().get("find");
if (wanted) void search.find(wanted);
