/** Links to the pages of contracts, where a server has them. */
import type { ContractPages } from "./data";
import { element } from "./dom";
import { filled } from "./wording";

/** The address of a contract. */
export const contractAddress = ({ address }: ContractPages, no: string): string =>
  filled(address, { no: encodeURIComponent(no) });

/** A link to a contract; where contracts have no pages, what it would say. */
export function contractLink(
  pages: ContractPages | undefined,
  no: string,
  said = no,
): HTMLAnchorElement | string {
  return pages ? element("a", { class: "to-contract", href: contractAddress(pages, no) }, said) : said;
}
