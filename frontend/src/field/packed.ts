/** A file with everything that has no receipt, for `landwatch field import`: a way home without a line. */

import { downloadZip } from "client-zip";
import { found } from "../dom";
import { instant } from "./canonical";
import { megabytes } from "./room";
import type { SavedRecord } from "./store";
import { blobsOf, isDone } from "./store";
import { say } from "./texts";

type BlobOf = (sha256: string) => Promise<Blob | undefined>;

/** Pack records and the files of them that are still there; photographs are not made smaller by it. */
export async function packed(records: readonly SavedRecord[], blobOf: BlobOf): Promise<Blob> {
  return downloadZip(entries(records, blobOf)).blob();
}

async function* entries(records: readonly SavedRecord[], blobOf: BlobOf) {
  const named = new Set<string>();
  for (const record of records) {
    const lastModified = new Date(record.savedAt);
    yield { name: `records/${record.uuid}.json`, input: record.body, lastModified };
    for (const name of blobsOf(record)) {
      const input = named.has(name) ? undefined : await blobOf(name);
      named.add(name);
      if (input) yield { name: `blobs/${name}`, input, lastModified };
    }
  }
}

/** What the file is called: whose it is, and when it was written by the phone's clock. */
export function nameOf(login: string, at: Date): string {
  return `landwatch-${login}-${instant(at).slice(0, 16).replace(/[-:]/g, "").replace("T", "-")}.zip`;
}

/** Let the browser write a file to the storage of the phone. */
function download(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser reads it in its own time; the page lives longer than that.
  setTimeout(() => URL.revokeObjectURL(link.href), 10 * 60_000);
}

/** Write what has no receipt to the storage of the phone, and tell it; it stays in the page, too. */
export async function writeFile(
  records: readonly SavedRecord[],
  blobOf: BlobOf,
  login: string,
): Promise<void> {
  const mine = records.filter((record) => record.login === login && !isDone(record));
  const name = nameOf(login, new Date());
  try {
    const content = await packed(mine, blobOf);
    download(content, name);
    const size = Math.max(1, megabytes(content.size));
    found("#written").textContent = say("written", { name, count: mine.length, megabytes: size });
  } catch {
    found("#written").textContent = say("not written");
  }
}
