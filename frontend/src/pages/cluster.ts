/** The page of a cluster of few parcels: SVG, months, revitalised land. */
import { address } from "../address";
import type { FewData } from "../data";
import { explanationDialog } from "../explanation";
import { fewParcels } from "../few";
import { finder } from "../finder";
import { legend } from "../legend";
import { landLists } from "../lists";
import { measureTools } from "../measure";
import { monthBar } from "../months";
import { openPage, publish } from "../page";
import { lead } from "../parcels";
import { keepAddress } from "../permalink";
import { parcelPopups } from "../popup";
import { printing } from "../print";
import { replay } from "../replay";
import { revitalisedLand } from "../revitalised";

const opened = openPage<FewData>({ top: 60 });
const parcels = Object.assign(opened, fewParcels(opened));
const explanation = explanationDialog(parcels);
const guide = parcelPopups(parcels, explanation);
const page = Object.assign(parcels, explanation, guide);
const { map, data } = page;
const months = monthBar(data.timeline, data.words);

page.onClick(guide.choose);
revitalisedLand(page, months);
legend(map, page);
landLists(page, guide, explanation);
const search = finder({
  words: data.words,
  matches: page.matches,
  take: ({ place }) => lead(guide, place),
});
if (data.timeline && months) replay(page, data.timeline, months);
measureTools(page);
keepAddress(page, guide);
printing(page, { atAnyScale: page.atHand });
publish(page);

// An address may name what is looked for ("#find=…"), as the hits of an atlas do.
const wanted = address.read().get("find");
if (wanted) void search.find(wanted);
