/** Where files are dropped: a field for files with room around it, that says which ones it holds. */

const PLACE = "[data-drop]";
const OVER = "over";

function placeOf(event: Event): HTMLElement | null {
  return event.target instanceof Element ? event.target.closest<HTMLElement>(PLACE) : null;
}

function say(place: HTMLElement, files: FileList | null): void {
  const told = place.querySelector<HTMLElement>("[data-dropped]");
  if (told) told.textContent = Array.from(files ?? [], (file) => file.name).join("\n");
}

/** Let files be dropped wherever a page asks for them, also where it is drawn anew; choosing them works without. */
export function takeFiles(): void {
  document.addEventListener("dragover", (event) => {
    const place = placeOf(event);
    if (!place) return;
    event.preventDefault();
    place.classList.add(OVER);
  });
  document.addEventListener("dragleave", (event) => placeOf(event)?.classList.remove(OVER));
  document.addEventListener("drop", (event) => {
    const place = placeOf(event);
    const field = place?.querySelector<HTMLInputElement>("input[type=file]");
    const files = event.dataTransfer?.files;
    if (!place || !field || !files?.length) return;
    event.preventDefault();
    place.classList.remove(OVER);
    field.files = files;
    say(place, files);
  });
  document.addEventListener("change", (event) => {
    const place = placeOf(event);
    if (place && event.target instanceof HTMLInputElement) say(place, event.target.files);
  });
}
