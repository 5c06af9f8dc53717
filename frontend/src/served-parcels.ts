/** The parcels of a page of many, which a server hands out piece by piece. */
import { PMTiles } from "pmtiles";
import type { ListRow, Pack, ServedData } from "./data";
import type { Store } from "./many";
import { filled } from "./wording";

/** What the server answers; where it does not, the land has changed or the session has ended: the page begins anew. */
async function answered(address: string): Promise<Response> {
  const answer = await fetch(address);
  if (answer.ok && !answer.redirected) return answer;
  if (answer.status === 409 || answer.redirected) location.reload();
  throw new Error(`${address} answers ${answer.status}.`);
}

/** What the server has. */
export function servedStore({ tiles }: ServedData): Store {
  const { served, pack } = tiles;
  const json = async <T>(address: string) => (await (await answered(address)).json()) as T;
  return {
    archives: tiles.archives.map(([cluster, first]) => ({
      archive: new PMTiles(
        new URL(filled(served.tiles, { cluster: encodeURIComponent(cluster) }), location.href).href,
      ),
      first,
    })),
    pack: (number) => json<Pack>(filled(served.places, { first: number * pack })),
    lines: async () => (await (await answered(served.lines)).text()).split("\n"),
    rows: (list) => json<ListRow[]>(filled(served.rows, { list: encodeURIComponent(list) })),
  };
}
