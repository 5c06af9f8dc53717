/** The page of an import. */
import type { FaultData } from "../data";
import { drawFaults } from "../faults";
import { openPage, publish } from "../page";

const page = openPage<FaultData>({ top: 40 });
drawFaults(page);
publish(page);
