/** Forms that show what is chosen at once; their button is for browsers without script. */

const isDay = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement && target.type === "date";

/**
 * Send a form when something is chosen in it. Who types a day writes it part by part, and each part changes the
 * field: that is sent by Enter, or when the field is left. With `data-keep-place` what stands behind "#" in the
 * address, which is what a map shows, stands in the next one, too.
 */
export function sendAtOnce(form: HTMLFormElement): void {
  let isTyping = false;
  let waits = false;
  form.classList.add("at-once");
  form.addEventListener("keydown", ({ target, key }) => {
    isTyping = isDay(target) && key !== "Enter";
  });
  form.addEventListener("pointerdown", () => {
    isTyping = false;
  });
  form.addEventListener("change", () => {
    waits = isTyping;
    if (!isTyping) form.requestSubmit();
  });
  form.addEventListener("focusout", () => {
    if (waits) form.requestSubmit();
  });
  form.addEventListener("submit", () => {
    waits = false;
    if ("keepPlace" in form.dataset) form.action = `${form.getAttribute("action") ?? ""}${location.hash}`;
  });
}
