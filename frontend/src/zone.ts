/** The zone: one outline a cluster, filled by its commencement default rate, and where to go next. */
import * as L from "leaflet";
import type { Cluster, OverviewData } from "./data";
import { all, element, fill, foundAs } from "./dom";
import { keepLabelsApart, type Label } from "./labels";
import type { MonthBar } from "./months";
import type { Page } from "./page";
import { latLngs, stroke } from "./shapes";

interface Drawn {
  cluster: Cluster;
  layer: L.Polygon;
  label: Label & { texts: string[] };
}

const labelText = (cluster: Cluster, rate: string) => `${cluster.name} ${rate}`;

function drawn(cluster: Cluster): Drawn {
  const { look, shape } = cluster;
  const layer = L.polygon(latLngs(shape), { ...stroke(look), fillColor: look.fill, fillOpacity: 0.9 });
  const label = {
    texts: [labelText(cluster, cluster.rate)],
    at: L.latLng(cluster.at),
    bounds: layer.getBounds(),
    className: "cluster-label",
    font: "600 13px sans-serif",
    height: 18,
    beside: true,
    shown: () => true,
  };
  return { cluster, layer, label };
}

/** Draw the clusters, and show other months of them. */
export function zone({ map, data }: Page<OverviewData>, months: MonthBar | null): void {
  const popup = L.popup({ maxWidth: 300, minWidth: 220, autoPanPadding: [12, 12] });

  function card(cluster: Cluster): HTMLElement {
    const facts = cluster.facts.map(([label, value]) =>
      element("tr", {}, element("th", { scope: "row" }, label), element("td", {}, value)),
    );
    return element(
      "div",
      { class: "card cluster-card", tabindex: "0" },
      element("h2", {}, cluster.name),
      element("p", {}, cluster.operator),
      element("table", { class: "facts" }, ...facts),
      cluster.page ? element("a", { href: cluster.page }, data.words.open) : null,
    );
  }

  const clusters = data.clusters.map(drawn);
  for (const { cluster, layer } of clusters) {
    layer.on("click", (event) => {
      L.DomEvent.stopPropagation(event);
      popup.setContent(card(cluster)).setLatLng(event.latlng).openOn(map);
    });
    layer.addTo(map);
  }
  const labels = keepLabelsApart(
    map,
    clusters.map(({ label }) => label),
  );

  const { timeline } = data;
  if (!timeline || !months) return;
  const rows = [
    ...all<HTMLTableRowElement>("tr[data-cluster]"),
    foundAs(HTMLTableRowElement, ".clusters tfoot tr"),
  ];
  months.onMonth((place) => {
    const month = timeline.months[place];
    clusters.forEach(({ cluster, layer, label }, number) => {
      const look = month?.outlines[number];
      if (!look) return;
      layer.setStyle({ fillColor: look.fill });
      label.texts = [labelText(cluster, look.rate)];
    });
    labels.place();
    map.closePopup();
    // The columns of the table that belong to a day come first.
    rows.forEach((row, number) => {
      month?.cells[number]?.forEach(([first, ...others], column) => {
        const cell = row.cells[column + 1];
        if (cell) fill(cell, first, ...others.map((line) => element("small", {}, line)));
      });
    });
  });
}
