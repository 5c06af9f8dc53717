/** The photographs of the last visits, as they were taken along: so one stands where the one before stood. */

import { element, fill, found } from "../dom";
import type { Task } from "./protocol";
import { say } from "./texts";

/** Draw them; one that is not on the phone leaves no gap. */
export function drawPictures(photos: NonNullable<Task["last_photos"]>): void {
  fill(
    found("#pictures"),
    ...photos.map(({ url, taken_on }) => {
      const picture = element("img", { src: url, alt: say("picture", { day: taken_on }), loading: "lazy" });
      const item = element("li", {}, picture, element("small", {}, taken_on));
      picture.addEventListener("error", () => item.remove());
      return item;
    }),
  );
}
