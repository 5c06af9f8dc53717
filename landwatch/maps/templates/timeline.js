// Month by month: a slider, play and pause. The section fires "month" with {place} whenever another month is shown;
// on the page of a cluster this script itself restyles the parcels and prints the sums of the month in the legend.
(() => {
  const section = document.querySelector(".timeline");
  if (!section) return;
  const { timeline, words } = landwatch.data;
  const slider = section.querySelector("#month");
  const play = section.querySelector(".play");
  const back = section.querySelector(".to-judged");
  const lines = [...section.querySelectorAll(".figures dd")];
  const label = section.querySelector(".month");
  const last = timeline.days.length - 1;
  const stepTime = 700;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  let playing = null;
  let shown = last;

  function show(place) {
    if (place === shown) return;
    shown = place;
    slider.value = place;
    slider.setAttribute("aria-valuetext", timeline.labels[place]);
    label.textContent = timeline.labels[place];
    timeline.figures[place].forEach((text, line) => (lines[line].textContent = text));
    back.hidden = place === last;
    section.classList.toggle("past", place !== last);
    section.dispatchEvent(new CustomEvent("month", { detail: { place } }));
  }

  function pause() {
    clearInterval(playing);
    playing = null;
    told();
  }

  function told() {
    const [sign, name] = play.children;
    play.setAttribute("aria-pressed", String(playing !== null));
    sign.textContent = playing === null ? "▶" : "⏸";
    name.textContent = playing === null ? words.play : words.pause;
    // Read out step by step, but not at the pace of a film.
    label.setAttribute("aria-live", playing === null ? "polite" : "off");
  }

  function start() {
    if (shown === last) show(0);
    playing = setInterval(() => (shown < last ? show(shown + 1) : pause()), stepTime);
    told();
  }

  const toggle = () => (playing === null ? start() : pause());

  // A page that must not move by itself has no play; the months are stepped through by hand.
  function settle() {
    if (calm.matches) pause();
    play.hidden = calm.matches;
  }

  play.addEventListener("click", toggle);
  slider.addEventListener("input", () => {
    pause();
    show(Number(slider.value));
  });
  slider.addEventListener("keydown", (event) => {
    if (event.key !== " " || calm.matches) return;
    event.preventDefault();
    toggle();
  });
  for (const button of section.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => {
      pause();
      show(Math.min(last, Math.max(0, shown + Number(button.dataset.step))));
    });
  }
  back.addEventListener("click", () => {
    pause();
    show(last);
    slider.focus();
  });
  calm.addEventListener("change", settle);
  settle();

  const { page } = landwatch;
  if (!page) return;

  // Each parcel has its first look, then in turns the month of a change and the look since then.
  function lookAt(run, place) {
    let at = 0;
    while (at + 1 < run.length && run[at + 1] <= place) at += 2;
    return run[at];
  }

  const marks = timeline.marks.length;
  const runs = new Map(landwatch.data.parcels.map((parcel, number) => [parcel, timeline.runs[number]]));
  const rows = timeline.rows.map((id) => {
    const row = document.querySelector(`.legend [data-row="${id}"]`);
    const list = row.querySelector("[data-list]");
    return { row, list, name: list && list.getAttribute("aria-label"), mu: row.querySelector(".mu") };
  });
  const ofJudgedDay = landwatch.element("p", { class: "of-judged-day" }, words.listsOfJudgedDay);
  const lists = document.querySelector(".list-body");

  // The lists are of the day judged: in another month a number of the legend opens none.
  function printSums(place) {
    rows.forEach(({ row, list, name, mu }, number) => {
      const [count, area] = timeline.sums[place][number];
      (list || row.querySelector(".count")).textContent = count;
      mu.textContent = area;
      row.classList.toggle("empty", count === "0");
      if (!list) return;
      list.disabled = place !== last;
      list.setAttribute("aria-label", place === last ? name : count);
    });
    place === last ? ofJudgedDay.remove() : lists.before(ofJudgedDay);
  }

  section.addEventListener("month", ({ detail: { place } }) => {
    const looks = new Map(page.places.map((spot) => [spot, lookAt(runs.get(spot.parcel), place)]));
    page.restyle(
      (spot) => timeline.states[Math.floor(looks.get(spot) / marks)],
      (spot) => timeline.marks[looks.get(spot) % marks]
    );
    printSums(place);
  });

  // A popup tells of the day judged, while the map shows another month: both are named.
  page.map.on("chosen", ({ place: spot }) => {
    if (shown === last) return;
    const look = lookAt(runs.get(spot.parcel), shown);
    const names = [timeline.stateNames[Math.floor(look / marks)], timeline.markNames[look % marks]];
    const told = words.thenAndNow
      .replace("{month}", timeline.labels[shown])
      .replace("{state}", names.filter(Boolean).join(words.comma));
    document.querySelector(".parcel-popup .card").prepend(landwatch.element("p", { class: "warning" }, told));
  });
})();
