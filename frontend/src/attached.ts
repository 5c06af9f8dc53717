/** Base64 that stands in the page behind its scripts. */

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// What follows it shows that it has been read to its end.
const arrived = (node: HTMLElement | null): boolean =>
  node !== null && (node.nextElementSibling !== null || document.readyState !== "loading");

/** The attachment of a name; where it has not been read yet it is waited for. */
export async function attached(name: string): Promise<string> {
  const node = () => document.getElementById(`attached-${name}`);
  while (!arrived(node())) await wait(10);
  return node()?.textContent ?? "";
}

/** The bytes of a base64 text. */
export function decoded(base64: string): Uint8Array<ArrayBuffer> {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

/** The text of an attachment that was compressed. */
export async function unpacked(name: string): Promise<string> {
  return inflated(decoded(await attached(name)), "gzip");
}

/** The text that was compressed to these bytes. */
export async function inflated(bytes: Uint8Array<ArrayBuffer>, format: CompressionFormat): Promise<string> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format));
  return new Response(stream).text();
}
