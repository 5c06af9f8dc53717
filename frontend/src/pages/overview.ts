/** The page of the zone; where clusters have pages, it leads to them. */
import type { OverviewData } from "../data";
import { clusterFinder } from "../index-search";
import { monthBar } from "../months";
import { openPage, publish } from "../page";
import { zone } from "../zone";

const page = openPage<OverviewData>({ top: document.getElementById("search") ? 60 : 20 });
const { data } = page;

zone(page, monthBar(data.timeline, data.words));
if (data.pages.length) clusterFinder(data);
publish(page);
