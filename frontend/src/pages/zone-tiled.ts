/** All clusters on one map of a server, of many parcels: vector tiles on canvas. */
import { clusterPage } from "../cluster";
import type { ServedData } from "../data";
import { manyParcels } from "../many";
import { openPage } from "../page";
import { selecting } from "../selecting";
import { servedStore } from "../served-parcels";

const opened = openPage<ServedData>({ top: 60 });
const page = Object.assign(opened, manyParcels(opened, servedStore(opened.data)));

clusterPage(page);
selecting(page);
