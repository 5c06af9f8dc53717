// The page of one cluster: its parcels on the map, by state, with idle land marked on top.
// Drawn as SVG, not on canvas: hatches are patterns, print stays sharp, and 5,000 parcels still take under a second.
//
// The other scripts of the page work with what this one leaves in `landwatch.page`, and add to it:
//   map                        the Leaflet map; it fires "layers" when a layer was switched on or off, "restyled"
//                              after restyle, "chosen" and "unchosen" with a `place` as the popup opens and closes
//   places                     every parcel, the least grave first, as {parcel, state, idle, layer, marking, at};
//                              `parcel` is what data.parcels says of it, `layer` is null where it has no boundary
//   placeOf(parcelNo)          the place of a parcel
//   restyle(stateOf, idleOf)   give each place the state and the idle mark (or null) that these functions return;
//                              looks come from data.style.states and data.style.idle; no arguments: the day judged
//   isOn(layer), setOn(layers) whether a layer (state, idle mark, "boundary", "labels") is shown; setOn({id: flag})
//   showOnly(layer), alone()   leave only what bears a state or an idle mark, whatever else is on; null: no longer
//   isShown(place)             whether a place is drawn and its state is switched on
//   picking                    true while clicks on the map belong to a tool and choose no parcel
landwatch.page = ((map) => {
  const { data } = landwatch;
  const { style } = data;
  const off = new Set();
  const isOn = (layer) => !off.has(layer);
  const pane = (name, zIndex, clickable) => {
    const made = map.createPane(name);
    made.style.zIndex = zIndex;
    if (!clickable) made.style.pointerEvents = "none";
    return L.svg({ pane: name, padding: 0.3 });
  };
  const boundaryRenderer = pane("boundary", 405, false);
  const ground = pane("ground", 410, true);
  const idleRenderer = pane("idle", 430, false);

  const latLngs = (shape) =>
    L.GeoJSON.coordsToLatLngs(shape.coordinates, shape.type === "MultiPolygon" ? 2 : 1);

  const boundary =
    data.boundary &&
    L.polygon(latLngs(data.boundary), {
      ...landwatch.stroke(style.boundary),
      fill: false,
      interactive: false,
      renderer: boundaryRenderer,
      pane: "boundary",
    });

  function stateLook(state) {
    const look = style.states[state];
    return { ...landwatch.stroke(look), fillColor: look.pattern ? `url(#state-${state})` : look.fill, fillOpacity: 1 };
  }

  function idleLook(idle) {
    const look = style.idle[idle];
    return look.hatch
      ? { stroke: false, fill: true, fillColor: `url(#hatch-${idle})`, fillOpacity: 1 }
      : { stroke: true, fill: false, color: look.outline, weight: look.width };
  }

  const marking = (rings, idle) =>
    L.polygon(rings, { ...idleLook(idle), interactive: false, renderer: idleRenderer, pane: "idle" });

  // Drawn from the least grave to the gravest, so that the outline of a default lies on top.
  const onGround = L.featureGroup();
  const places = data.parcels.map((parcel) => {
    const { state, idle } = parcel;
    const place = { parcel, state, idle, layer: null, marking: null, at: null };
    if (!parcel.shape) return place;
    const rings = latLngs(parcel.shape);
    place.layer = L.polygon(rings, { ...stateLook(state), renderer: ground, pane: "ground" });
    place.layer.place = place;
    onGround.addLayer(place.layer);
    place.at = L.latLng(parcel.at);
    if (idle) place.marking = marking(rings, idle);
    return place;
  });
  const byNumber = new Map(places.map((place) => [place.parcel.no, place]));

  let alone = null;
  const bears = (place, layer) =>
    place.state === layer || place.idle === layer || place.parcel.revitalised.some(([id]) => id === layer);
  const isShown = (place) => place.layer !== null && (alone ? bears(place, alone) : isOn(place.state));

  // Hidden by style, not taken off the map: the order of drawing stays as it is.
  function setShown(layer, shown) {
    if (layer) layer.getElement().style.display = shown ? "" : "none";
  }

  function showWhatIsOn() {
    for (const place of places) {
      const shown = isShown(place);
      setShown(place.layer, shown);
      setShown(place.marking, shown && isOn(place.idle));
    }
    setShown(boundary, isOn("boundary"));
    labels.show(isOn("labels"));
  }

  function setOn(flags) {
    for (const [layer, flag] of Object.entries(flags)) flag ? off.delete(layer) : off.add(layer);
    showWhatIsOn();
    map.fire("layers");
  }

  function showOnly(layer) {
    alone = layer;
    setOn(layer ? { [layer]: true } : {});
  }

  function mark(place, idle) {
    place.idle = idle;
    if (place.marking) place.marking.remove();
    place.marking = idle && marking(place.layer.getLatLngs(), idle).addTo(map);
  }

  function restyle(stateOf = (place) => place.parcel.state, idleOf = (place) => place.parcel.idle) {
    for (const place of places) {
      const [state, idle] = [stateOf(place), idleOf(place)];
      if (state !== place.state && place.layer) place.layer.setStyle(stateLook(state));
      if (idle !== place.idle && place.layer) mark(place, idle);
      Object.assign(place, { state, idle });
    }
    showWhatIsOn();
    map.fire("restyled");
  }

  landwatch.furnish(map, { top: 60 });
  if (boundary) boundary.addTo(map);
  onGround.addTo(map);
  for (const place of places) if (place.marking) place.marking.addTo(map);
  const labels = landwatch.keepLabelsApart(
    map,
    [...places].reverse().filter((place) => place.layer).map((place) => ({
      texts: place.parcel.labels,
      at: place.at,
      bounds: place.layer.getBounds(),
      className: "parcel-label",
      font: "600 12px sans-serif",
      height: 16,
      beside: false,
      shown: () => isShown(place),
    }))
  );
  onGround.on("click", (event) => {
    if (landwatch.page.picking) return;
    L.DomEvent.stopPropagation(event);
    landwatch.page.choose(event.layer.place);
  });

  return {
    map, places, placeOf: (no) => byNumber.get(no), restyle, isOn, setOn, showOnly, alone: () => alone, isShown,
    picking: false,
  };
})(map_landwatch);
