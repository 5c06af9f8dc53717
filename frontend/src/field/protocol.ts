/** What the phone says to the server, and what it is answered: docs/reference/field.md. */

import type { Json } from "./canonical";
import { instant } from "./canonical";

const ROOT = "/field/v1";
const PIECE = 256 * 1024;

export interface Named {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

export interface Task {
  readonly contract_no: string;
  readonly cluster: string | null;
  readonly project: string | null;
  readonly holder: string | null;
  readonly due: readonly { readonly label: string; readonly until: string; readonly state: string }[];
  readonly parcels: readonly { readonly parcel_no: string; readonly boundary: Json }[];
  readonly days: Readonly<Record<string, string | null>>;
  readonly last_visit: Readonly<Record<string, Json>> | null;
  /** Place on the way, from 1. A day of before there was one, or photographs, lies on phones. */
  readonly route?: number;
  readonly last_photos?: readonly {
    readonly item: string;
    readonly taken_on: string;
    readonly url: string;
  }[];
}

/** The land around a day, and the office's image tiles under it. */
export interface AreaMap {
  readonly area: { readonly type: "FeatureCollection"; readonly features: readonly AreaFeature[] };
  readonly ground: {
    readonly url: string;
    readonly tiles: readonly (readonly [zoom: number, column: number, row: number])[];
    readonly bytes: number;
    readonly credit: string;
  } | null;
}

/** A cluster, or a parcel with the contract signed last on it. */
export interface AreaFeature {
  readonly type: "Feature";
  readonly geometry: Json;
  readonly properties:
    | { readonly cluster: string }
    | { readonly parcel_no: string; readonly name: string | null; readonly contract_no: string | null };
}

export interface Person {
  readonly login: string;
  readonly person: string;
}

export interface Day extends Person {
  readonly on: string;
  readonly items: readonly Task[];
  readonly forms: {
    readonly stages: readonly Named[];
    readonly questions: readonly Named[];
    readonly limits: { readonly photos: number; readonly blob_bytes: number };
  };
}

export interface Receipt {
  readonly record: string;
  readonly photos: readonly string[];
  /** A server that takes none of them does not name them. */
  readonly voices?: readonly string[];
  readonly sketches?: readonly string[];
  readonly missing: readonly string[];
  readonly state: string;
  readonly reason: string | null;
  readonly visit: string | null;
}

/** The server answered, and not with what was asked for. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    detail: string,
  ) {
    super(detail);
  }
}

async function asked(path: string, init: RequestInit = {}): Promise<Response> {
  const answer = await fetch(`${ROOT}${path}`, { credentials: "same-origin", cache: "no-store", ...init });
  if (answer.ok || answer.status === 409) return answer;
  let detail = answer.statusText;
  try {
    detail = ((await answer.json()) as { detail: string }).detail;
  } catch {
    // A proxy may answer with a page.
  }
  throw new Refusal(answer.status, detail);
}

/** Whoever is signed in, and by how many milliseconds the clock of the phone is ahead of the server's. */
export async function whoIsThere(): Promise<Person & { readonly ahead: number }> {
  const answer = await asked("/person");
  const ahead = Date.now() - Date.parse(answer.headers.get("Date") ?? "");
  return { ...((await answer.json()) as Person), ahead: Number.isNaN(ahead) ? 0 : ahead };
}

/** The list of the day, with everything that it needs on the way. */
export async function dayOut(): Promise<Day> {
  return (await (await asked("/tasks")).json()) as Day;
}

/** The map of the area, as it is kept. */
export const areaMap = (): Promise<Response> => asked("/map");

/** A picture of the day; null where the office cannot show it. */
export async function picture(address: string): Promise<Response | null> {
  try {
    return await asked(address.slice(ROOT.length));
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return null;
    throw error;
  }
}

/** Send a record, which may have been sent before; what the server has of it. */
export async function putRecord(uuid: string, body: string): Promise<Receipt> {
  const answer = await asked(`/records/${uuid}`, {
    method: "PUT",
    headers: { "Content-Type": "application/json", "Phone-Clock": instant(new Date()) },
    body,
  });
  return (await answer.json()) as Receipt;
}

/** Send what is missing of a file; `told` hears how many bytes are there. */
export async function sendBlob(
  sha256: string,
  content: Blob,
  told: (bytes: number) => void = () => undefined,
): Promise<void> {
  let offset = offsetOf(await asked(`/blobs/${sha256}`, { method: "HEAD" }));
  while (offset < content.size) {
    told(offset);
    const answer = await asked(`/blobs/${sha256}`, {
      method: "PATCH",
      headers: {
        "Content-Type": "application/offset+octet-stream",
        "Upload-Offset": String(offset),
        "Upload-Length": String(content.size),
      },
      body: content.slice(offset, offset + PIECE),
    });
    offset = offsetOf(answer);
  }
}

const offsetOf = (answer: Response): number => Number(answer.headers.get("Upload-Offset"));

/** What the server has of a record. */
export async function receiptOf(uuid: string, record: string): Promise<Receipt> {
  return (await (await asked(`/receipts/${uuid}?record=${record}`)).json()) as Receipt;
}
