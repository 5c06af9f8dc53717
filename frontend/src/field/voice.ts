/** Voice notes of a visit: said instead of typed, kept and sent as files of the record. */

import { element, found } from "../dom";
import type { Held, Keeping } from "./files";
import { Files } from "./files";
import { say } from "./texts";

const MOST = 3;
const LONGEST_S = 300;
const BITS = 32_000; // speech stays clear; five minutes are 1.2 MB
const KINDS = ["audio/webm", "audio/mp4", "audio/ogg"];

/** Whether this browser records at all. */
export const recordsVoice = (): boolean => "MediaRecorder" in window && "mediaDevices" in navigator;

/** The button that records, and the notes recorded. */
export class Voices {
  private readonly files: Files;
  private readonly button = found("#record-voice");
  /** Ends the recording that runs, and waits until it is kept. */
  private end: (() => Promise<void>) | null = null;

  constructor(private readonly keeping: Keeping) {
    this.files = new Files(found("#voices"), soundOf, keeping);
    this.button.hidden = !recordsVoice();
    this.button.addEventListener("click", () => void (this.end ? this.stop() : this.begin()));
    this.draw(null);
  }

  get all(): Files["all"] {
    return this.files.all;
  }

  show(files: readonly Held[]): void {
    this.files.show(files);
  }

  /** End a recording that runs, and wait until it is kept. */
  async stop(): Promise<void> {
    await this.end?.();
  }

  private async begin(): Promise<void> {
    if (this.all.length >= MOST) {
      this.keeping.complain(say("enough voices", { most: MOST }));
      return;
    }
    try {
      this.record(await navigator.mediaDevices.getUserMedia({ audio: true }));
    } catch {
      this.keeping.complain(say("no microphone"));
    }
  }

  private record(stream: MediaStream): void {
    const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind)) ?? "";
    const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS });
    const pieces: Blob[] = [];
    const from = performance.now();
    const seconds = () => Math.round((performance.now() - from) / 1000);
    const ticking = setInterval(() => {
      this.draw(seconds());
      if (seconds() >= LONGEST_S) void this.stop();
    }, 500);
    recorder.addEventListener("dataavailable", ({ data }) => pieces.push(data));
    const stopped = new Promise((done) => {
      recorder.addEventListener("stop", done);
    });
    this.end = async () => {
      this.end = null;
      clearInterval(ticking);
      const told = say("voice", { seconds: seconds() });
      recorder.stop();
      await stopped;
      stream.getTracks().forEach((track) => track.stop());
      this.draw(null);
      // "audio/webm;codecs=opus": a file says its kind alone.
      const [type = ""] = recorder.mimeType.split(";");
      await this.files.add(new Blob(pieces, { type }), { told });
    };
    recorder.start();
    this.draw(0);
  }

  private draw(seconds: number | null): void {
    this.button.textContent = seconds === null ? say("record voice") : say("stop voice", { seconds });
    this.button.classList.toggle("running", seconds !== null);
  }
}

function soundOf({ content }: Held): HTMLElement {
  // A player asks for it again whenever it is played: the address stays as long as the page.
  return element("audio", { src: URL.createObjectURL(content), controls: "" });
}
