/** All clusters on one map of a server, of few parcels. */
import { clusterPage } from "../cluster";
import type { FewData } from "../data";
import { fewParcels } from "../few";
import { openPage } from "../page";
import { revitalisedLand } from "../revitalised";
import { selecting } from "../selecting";

const opened = openPage<FewData>({ top: 60 });
const page = Object.assign(opened, fewParcels(opened));

revitalisedLand(page, null);
clusterPage(page);
selecting(page);
