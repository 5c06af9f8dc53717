/** Links to the pages of contracts, where there are any. */
import type { ClusterData } from "./data";
import { element } from "./dom";
import { filled } from "./wording";

/** A link to a contract; where contracts have no pages, what it would say. */
export function contractLink(
  { contracts }: Pick<ClusterData, "contracts">,
  no: string,
  said = no,
): HTMLAnchorElement | string {
  if (!contracts) return said;
  const href = filled(contracts.address, { no: encodeURIComponent(no) });
  return element("a", { class: "to-contract", href }, said);
}
