/** The page of two days. */
import { comparePage } from "../compare";
import type { CompareData } from "../data";
import { openPage, publish } from "../page";

publish(comparePage(openPage<CompareData>({ top: 14 })));
