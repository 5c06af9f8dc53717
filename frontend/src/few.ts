/**
 * The parcels of a cluster when they are few: by state, with idle land marked on top.
 *
 * Drawn as SVG, not on canvas: hatches are patterns, print stays sharp, and 5,000 parcels still take under a second.
 */
import * as L from "leaflet";
import type { FewData, Parcel } from "./data";
import { keepLabelsApart, PARCEL_LABEL, type Label } from "./labels";
import { layersOf } from "./layers";
import { among } from "./matching";
import type { Page } from "./page";
import { isDrawn, type DrawnPlace, type Hit, type Parcels, type Place, type Unplaced } from "./parcels";
import { border, idleLook, latLngs, setShown, stateLook, svgPane } from "./shapes";

interface Spot extends Place {
  /** The mark of idle land. */
  marking: L.Polygon | null;
}

export interface FewHit extends Hit {
  readonly place: Place | Unplaced;
}

export interface FewParcels extends Parcels<FewHit> {
  /** Every parcel, the least grave first. */
  readonly places: readonly Place[];
  /**
   * Give each parcel the state and the idle mark that these functions return; without them, those of the day
   * judged. The map fires "restyled" when it is done.
   */
  restyle: (stateOf?: (place: Place) => string, idleOf?: (place: Place) => string | null) => void;
}

/** Draw the parcels. */
export function fewParcels(page: Page<FewData>): FewParcels {
  const { map, data } = page;
  const { style } = data;
  const boundaryPane = svgPane(map, "boundary", 405);
  const groundPane = svgPane(map, "ground", 410, { clickable: true });
  const idlePane = svgPane(map, "idle", 430);

  const boundary =
    data.boundary && L.polygon(latLngs(data.boundary), { ...border(style.boundary), ...boundaryPane });

  const marking = (layer: L.Polygon, idle: string) =>
    L.polygon(layer.getLatLngs(), {
      ...idleLook(idle, style.idle),
      interactive: false,
      ...idlePane,
    });

  const spotOf = (parcel: Parcel): Spot => {
    const { state, idle, shape, at } = parcel;
    if (!shape || !at) return { parcel, state, idle, layer: null, marking: null, at: null };
    const layer = L.polygon(latLngs(shape), { ...stateLook(state, style.states), ...groundPane });
    return { parcel, state, idle, layer, marking: null, at: L.latLng(at) };
  };
  const places = data.parcels.map(spotOf);
  const byNumber = new Map(places.map((place) => [place.parcel.no, place]));

  const layers = layersOf(map, showWhatIsOn);
  const isShown = ({ layer, state, idle, parcel }: Place) =>
    layer !== null && layers.shows(state, [idle, ...parcel.revitalised.map(([id]) => id)]);

  function showWhatIsOn(): void {
    for (const place of places) {
      const shown = isShown(place);
      setShown(place.layer, shown);
      setShown(place.marking, shown && place.idle !== null && layers.isOn(place.idle));
    }
    setShown(boundary, layers.isOn("boundary"));
    labels.show(layers.isOn("labels"));
  }

  function mark(place: Spot, idle: string | null): void {
    place.marking?.remove();
    const { layer } = place;
    place.marking = layer && idle ? marking(layer, idle).addTo(map) : null;
  }

  function restyle(
    stateOf = (place: Place) => place.parcel.state,
    idleOf = (place: Place) => place.parcel.idle,
  ): void {
    for (const place of places) {
      const [state, idle] = [stateOf(place), idleOf(place)];
      if (state !== place.state) place.layer?.setStyle(stateLook(state, style.states));
      if (idle !== place.idle) mark(place, idle);
      Object.assign(place, { state, idle });
    }
    showWhatIsOn();
    map.fire("restyled");
  }

  boundary?.addTo(map);
  // From the least grave to the gravest, so that the outline of a default lies on top.
  for (const { layer } of places) layer?.addTo(map);
  for (const place of places) mark(place, place.idle);
  const labelOf = (place: DrawnPlace): Label => ({
    ...PARCEL_LABEL,
    texts: place.parcel.labels,
    at: place.at,
    bounds: place.layer.getBounds(),
    shown: () => isShown(place),
  });
  const gravestFirst = [...places].reverse();
  const labels = keepLabelsApart(map, gravestFirst.filter(isDrawn).map(labelOf));

  function hit(place: Place | Unplaced): FewHit & { find: string[] } {
    const [first, contracts, more] =
      "contract" in place
        ? [place.contract, [place.contract], []]
        : [place.parcel.no, place.parcel.live, place.parcel.find];
    const cards = contracts.flatMap((no) => data.cards[no] ?? []);
    return {
      place,
      label: `${first} · ${cards[0]?.holder ?? data.words.noContract}`,
      detail: contracts.join(" · "),
      find: [first, ...cards.flatMap((card) => card.find), ...more],
    };
  }
  const unplaced = data.unplaced.map((contract) => ({ contract }));

  return {
    ...layers,
    places,
    placeOf: (no) => byNumber.get(no),
    restyle,
    isShown,
    has: (no) => byNumber.has(no),
    seek: (no) => Promise.resolve(byNumber.get(no)),
    rowsOf: (list) => Promise.resolve(data.lists[list]?.rows ?? []),
    matches: among([...gravestFirst, ...unplaced].map(hit), ({ find }) => find),
    placeOfHit: ({ place }) => Promise.resolve(place),
    atHand: true,
    onClick: (chosen) => {
      for (const place of places.filter(isDrawn)) {
        place.layer.on("click", (event) => {
          if (page.picking) return;
          L.DomEvent.stopPropagation(event);
          chosen(place);
        });
      }
    },
  };
}
