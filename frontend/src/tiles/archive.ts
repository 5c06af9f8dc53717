/** The archive of tiles inside the page: base64 in parts of equal length, of which only what is asked for is decoded. */
import { PMTiles, type RangeResponse, type Source } from "pmtiles";
import { attached, decoded } from "../attached";

/** A slice of one part of the archive. */
export interface Piece {
  part: number;
  /** First character of the base64 text, and the one after the last. */
  from: number;
  to: number;
  /** Bytes of the decoded text that are not asked for. */
  skip: number;
  bytes: number;
}

/** Where the bytes from `offset` stand; `part` bytes, a multiple of three, are in each part. */
export function piecesOf(
  offset: number,
  length: number,
  { bytes, part }: { bytes: number; part: number },
): Piece[] {
  const end = Math.min(offset + length, bytes);
  const pieces: Piece[] = [];
  for (let at = offset; at < end;) {
    const number = Math.floor(at / part);
    const from = at - number * part;
    const to = Math.min(end - number * part, part);
    const skip = from % 3;
    pieces.push({
      part: number,
      from: ((from - skip) / 3) * 4,
      to: Math.ceil(to / 3) * 4,
      skip,
      bytes: to - from,
    });
    at += to - from;
  }
  return pieces;
}

class AttachedSource implements Source {
  constructor(private readonly size: { bytes: number; part: number }) {}

  getKey(): string {
    return "parcels";
  }

  async getBytes(offset: number, length: number): Promise<RangeResponse> {
    const pieces = piecesOf(offset, length, this.size);
    const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.bytes, 0));
    let at = 0;
    for (const piece of pieces) {
      const text = (await attached(`tiles-${piece.part}`)).slice(piece.from, piece.to);
      bytes.set(decoded(text).subarray(piece.skip, piece.skip + piece.bytes), at);
      at += piece.bytes;
    }
    return { data: bytes.buffer };
  }
}

/** The archive attached to the page. */
export function attachedArchive(size: { bytes: number; part: number }): PMTiles {
  return new PMTiles(new AttachedSource(size));
}
