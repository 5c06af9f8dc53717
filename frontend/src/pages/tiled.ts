/** The page of a cluster of many parcels: vector tiles on canvas. */
import { clusterPage } from "../cluster";
import type { ManyData } from "../data";
import { attachedStore, manyParcels } from "../many";
import { openPage } from "../page";

const opened = openPage<ManyData>({ top: 60 });
clusterPage(Object.assign(opened, manyParcels(opened, attachedStore(opened.data))));
