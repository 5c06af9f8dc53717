/** Shows one part of the wall after another, and asks for newer numbers. */

const TURN = 20_000;
const ASK = 60_000;

function now(): string {
  return new Date().toTimeString().slice(0, 5);
}

export class Turning {
  private readonly go: string;
  private readonly stop: string;
  private shown = 0;
  private paused: boolean;
  private since = now();

  constructor(
    private readonly place: HTMLElement,
    private readonly away: HTMLElement,
    private readonly button: HTMLButtonElement,
  ) {
    this.go = button.dataset.go ?? "";
    this.stop = button.textContent;
    // Whoever asks for little motion turns by hand.
    this.paused = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  begin(): void {
    this.button.hidden = false;
    this.button.addEventListener("click", () => this.pause(!this.paused));
    document.addEventListener("keydown", (event) => this.key(event));
    this.pause(this.paused);
    window.setInterval(() => {
      if (!this.paused) this.show(this.shown + 1);
    }, TURN);
    window.setInterval(() => void this.ask(), ASK);
    window.addEventListener("online", () => void this.ask());
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "ArrowRight") this.show(this.shown + 1);
    if (event.key === "ArrowLeft") this.show(this.shown - 1);
  }

  private pause(paused: boolean): void {
    this.paused = paused;
    this.button.textContent = paused ? this.go : this.stop;
    this.show(this.shown);
  }

  private show(wanted: number): void {
    const parts = [...this.place.children] as HTMLElement[];
    this.shown = (wanted + parts.length) % parts.length;
    this.place.classList.add("turning");
    parts.forEach((part, number) => {
      part.hidden = number !== this.shown;
    });
  }

  /** Newer numbers take the place of the old; while none come, these stay and say so. */
  async ask(): Promise<void> {
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      if (answer.redirected) return this.say("signedOut");
      if (!answer.ok) return this.say("away");
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("#turning");
      if (!fresh) return this.say("signedOut");
      // replaceChildren is younger than the oldest browser.
      this.place.textContent = "";
      this.place.append(...fresh.children);
      for (const name of ["header .day", "footer"]) {
        const [old, next] = [document.querySelector(name), page.querySelector(name)];
        if (old && next) old.replaceWith(next);
      }
      this.away.textContent = "";
      this.since = now();
      this.show(this.shown);
    } catch {
      this.say("away");
    }
  }

  private say(what: "away" | "signedOut"): void {
    this.away.textContent = (this.away.dataset[what] ?? "").replace("{time}", this.since);
  }
}
