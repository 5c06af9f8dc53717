/** The page of a cluster of few parcels: SVG, months, revitalised land. */
import { clusterPage } from "../cluster";
import type { FewData } from "../data";
import { fewParcels } from "../few";
import { monthBar } from "../months";
import { openPage } from "../page";
import { replay } from "../replay";
import { revitalisedLand } from "../revitalised";

const opened = openPage<FewData>({ top: 60 });
const page = Object.assign(opened, fewParcels(opened));
const { timeline, words } = page.data;
const months = monthBar(timeline, words);

revitalisedLand(page, months);
if (timeline && months) replay(page, timeline, months);
clusterPage(page);
