// The page of a cluster with many parcels: drawn from vector tiles on canvas, unpacked as they are needed.
// Leaves in `landwatch.page` what cluster.js leaves, but without places, placeOf and restyle: parcels
// are numbered, the gravest first, and come when they are asked for:
//   ground       the layer of parcels; it fires "load" when it is drawn
//   placeAt(n)   promise of the place of a parcel, or {contract} for a contract that has no parcel on the page
//   lines()      promise of what a search looks through, a line for each place (see packing.py)
//   listed(id)   promise of the rows of a list, each with holder and reason at its end
landwatch.page = ((map) => {
  const { attached, data } = landwatch;
  const { style, tiles } = data;
  const off = new Set();
  const isOn = (layer) => !off.has(layer);
  let alone = null;
  const isSeen = (state, idle) => (alone ? state === alone || idle === alone : isOn(state));
  const isShown = (place) => place.layer !== null && isSeen(place.state, place.idle);
  const seen = (props) => isSeen(tiles.states[props.state], tiles.marks[props.idle - 1]);

  // ---- what is attached to the page ----------------------------------------------------------------

  function decoded(base64) {
    if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
    const binary = atob(base64);
    const bytes = new Uint8Array(binary.length);
    for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
    return bytes;
  }

  async function unpacked(name) {
    const packed = new Response(decoded(await attached(name))).body;
    return new Response(packed.pipeThrough(new DecompressionStream("gzip"))).text();
  }

  // The archive of tiles lies in parts of equal length; only the bytes asked for are decoded.
  const archive = {
    getKey: () => "parcels",
    async getBytes(offset, length) {
      const end = Math.min(offset + length, tiles.bytes);
      const bytes = new Uint8Array(Math.max(0, end - offset));
      for (let at = offset; at < end; ) {
        const part = Math.floor(at / tiles.part);
        const from = at - part * tiles.part;
        const to = Math.min(end - part * tiles.part, tiles.part);
        const first = from - (from % 3);
        const text = (await attached(`tiles-${part}`)).slice((first / 3) * 4, Math.ceil(to / 3) * 4);
        bytes.set(decoded(text).subarray(from - first, to - first), at - offset);
        at += to - from;
      }
      return { data: bytes.buffer };
    },
  };

  // ---- how it is drawn -------------------------------------------------------------------------------

  const PATTERNED = 14; // before, a parcel is smaller than a pattern
  const path = (ctx, geom) => {
    ctx.beginPath();
    for (const ring of geom) ring.forEach(({ x, y }, at) => (at ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
  };
  // Far away, an outline as wide as on the small page would leave nothing of the fill.
  const thinned = (width, z) => width * Math.min(1, Math.max(0.25, (z - 9) / 6));
  const dashes = (look) => (look.dash ? look.dash.split(" ").map(Number) : []);

  // A cell that repeats. It is fitted so that the pattern goes on across the edges of tiles, which are 256 pixels.
  function cell(period, paint) {
    const size = 256 / Math.round(256 / period);
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 64;
    const ctx = canvas.getContext("2d");
    ctx.scale(64 / size, 64 / size);
    paint(ctx, size);
    return { canvas, matrix: new DOMMatrix().scale(size / 64) };
  }

  function filledWith(ctx, { canvas, matrix }) {
    const pattern = ctx.createPattern(canvas, "repeat");
    pattern.setTransform(matrix);
    return pattern;
  }

  // One line of a pattern: 0 lies, 90 stands, 45 rises and 135 falls to the right.
  function line(ctx, size, width, angle, shift = 0) {
    if (angle === 0) return ctx.fillRect(0, shift, size, width);
    if (angle === 90) return ctx.fillRect(shift, 0, width, size);
    const [low, high] = angle === 45 ? [size, 0] : [0, size];
    const across = width * Math.SQRT2;
    for (const left of [-size, 0, size].map((start) => start + shift * Math.SQRT2)) {
      ctx.beginPath();
      for (const [x, y] of [[left, low], [left + across, low], [left + across + size, high], [left + size, high]]) ctx.lineTo(x, y);
      ctx.fill();
    }
  }

  const periodOf = (spacing, angle) => (angle % 90 ? spacing * Math.SQRT2 : spacing);

  const stripes = ({ hatch, halo, spacing, hatch_width: width }) =>
    cell(periodOf(spacing, 45), (ctx, size) => {
      ctx.fillStyle = hatch;
      line(ctx, size, width, 45);
      ctx.fillStyle = halo;
      line(ctx, size, width, 45, width);
    });

  const patternOf = ({ fill, pattern: { kind, colour, spacing, width, angle = 0 } }) =>
    cell(periodOf(spacing, angle), (ctx, size) => {
      ctx.fillStyle = fill;
      ctx.fillRect(0, 0, size, size);
      ctx.fillStyle = colour;
      if (kind === "dots") {
        ctx.beginPath();
        ctx.arc(size / 2, size / 2, width / 2, 0, 2 * Math.PI);
        ctx.fill();
        return;
      }
      line(ctx, size, width, angle);
      if (kind === "cross") line(ctx, size, width, (angle + 90) % 180);
    });

  const square = (look) => ({
    before: (ctx) => (ctx.fillStyle = look.fill),
    draw(ctx, geom) {
      path(ctx, geom);
      ctx.fill();
    },
  });

  const outline = (look) => ({
    pattern: look.pattern && patternOf(look),
    before(ctx, z) {
      ctx.fillStyle = this.pattern && z >= PATTERNED ? filledWith(ctx, this.pattern) : look.fill;
      ctx.strokeStyle = look.outline;
      ctx.lineWidth = thinned(look.width, z);
      ctx.setLineDash(z < 13 ? [] : dashes(look));
    },
    draw(ctx, geom) {
      path(ctx, geom);
      ctx.fill();
      ctx.stroke();
    },
  });

  const dot = (look) => ({
    before(ctx) {
      ctx.fillStyle = look.fill;
      ctx.strokeStyle = "#1d2429";
      ctx.lineWidth = 0.8;
      ctx.setLineDash([]);
    },
    draw(ctx, geom, z, { props }) {
      const [{ x, y }] = geom[0];
      ctx.beginPath();
      ctx.arc(x, y, z < 11 ? 1.6 : 2, 0, 2 * Math.PI);
      ctx.fill();
      if (props.idle && isOn(tiles.marks[props.idle - 1])) ctx.stroke();
    },
  });

  function marking(look) {
    const hatch = look.hatch && stripes(look);
    return {
      before(ctx, z) {
        if (hatch) {
          ctx.fillStyle = filledWith(ctx, hatch);
        } else {
          ctx.strokeStyle = look.outline;
          ctx.lineWidth = thinned(look.width, z);
        }
        ctx.setLineDash([]);
      },
      draw(ctx, geom) {
        path(ctx, geom);
        hatch ? ctx.fill() : ctx.stroke();
      },
    };
  }

  const codeOf = new Map(tiles.states.map((state, code) => [state, code]));
  const leastFirst = [...tiles.states].reverse();
  const ofState = (state) => (z, { props }) => props.state === codeOf.get(state) && seen(props);
  const rulesFor = (layers, symbolizer) =>
    leastFirst.flatMap((state) =>
      layers.map((dataLayer) => ({ dataLayer, symbolizer: symbolizer(style.states[state]), filter: ofState(state) }))
    );
  const marked = (mark, code) => (z, { props }) => props.idle === code && isOn(mark) && seen(props);
  const rules = [
    ...rulesFor(tiles.squares, square),
    ...rulesFor(tiles.outlines, outline),
    ...rulesFor(tiles.dots ? [tiles.dots] : [], dot),
    ...tiles.marks.flatMap((mark, at) =>
      tiles.outlines.map((dataLayer) => ({
        dataLayer,
        minzoom: 13,
        symbolizer: marking(style.idle[mark]),
        filter: marked(mark, at + 1),
      }))
    ),
  ];

  const ground = protomapsL.leafletLayer({
    url: new pmtiles.PMTiles(archive),
    maxDataZoom: tiles.closest,
    paintRules: rules,
    labelRules: [],
    attribution: "",
    maxZoom: 20,
    noWrap: true,
    updateWhenZooming: false,
  });
  const view = ground.views.get("");

  // ---- parcels ---------------------------------------------------------------------------------------

  const latLngs = (shape) =>
    L.GeoJSON.coordsToLatLngs(shape.coordinates, shape.type === "MultiPolygon" ? 2 : 1);
  const packs = new Map();

  function packOf(n) {
    const number = Math.floor(n / tiles.pack);
    if (!packs.has(number)) packs.set(number, unpacked(`cards-${number}`).then(JSON.parse));
    return packs.get(number);
  }

  async function placeAt(n) {
    const { places, cards } = await packOf(n);
    Object.assign(data.cards, cards);
    const parcel = places[n % tiles.pack];
    if (parcel.contract) return parcel;
    const { state, idle, shape } = parcel;
    return {
      parcel,
      state,
      idle,
      layer: shape ? L.polygon(latLngs(shape)) : null,
      at: shape ? L.latLng(parcel.at) : null,
    };
  }

  let lined = null;
  function lines() {
    const names = Array.from({ length: tiles.lists }, (_, n) => `list-${n}`);
    lined = lined || Promise.all(names.map(unpacked)).then((texts) => texts.flatMap((text) => text.split("\n")));
    return lined;
  }

  const listed = async (id) => JSON.parse(await unpacked(`rows-${id}`));

  // The gravest parcel under a point; where a dot is nearest, that.
  function parcelUnder(at) {
    const found = view.queryFeatures(at.lng, at.lat, map.getZoom(), 5);
    const shown = found.map(({ feature }) => feature.props).filter(seen);
    const parcels = shown.filter((props) => props.n !== undefined).sort((a, b) => a.n - b.n);
    return parcels.length ? parcels[0].n : shown.length ? "square" : null;
  }

  map.on("click", async ({ latlng }) => {
    if (landwatch.page.picking) return;
    const found = parcelUnder(latlng);
    if (found === "square") map.setView(latlng, map.getZoom() + 2);
    else if (found !== null) landwatch.page.choose(await placeAt(found));
  });

  // ---- layers ----------------------------------------------------------------------------------------

  const boundary =
    data.boundary &&
    L.polygon(latLngs(data.boundary), { ...landwatch.stroke(style.boundary), fill: false, interactive: false });

  function setOn(flags) {
    for (const [layer, flag] of Object.entries(flags)) flag ? off.delete(layer) : off.add(layer);
    if (boundary) isOn("boundary") ? boundary.addTo(map) : boundary.remove();
    ground.rerenderTiles();
    labels.show(isOn("labels"));
    map.fire("layers");
  }

  function showOnly(layer) {
    alone = layer;
    setOn(layer ? { [layer]: true } : {});
  }

  // ---- labels ----------------------------------------------------------------------------------------

  const FROM = 15; // no parcel has room for a number before
  const labelled = [];

  // The parcels in view, each with the box of its largest piece: a tile holds only what lies in it.
  function inView(z) {
    const dataZoom = Math.min(z - 1, tiles.closest);
    const across = 512 * 2 ** (z - 1 - dataZoom);
    const { min, max } = map.getPixelBounds();
    const found = new Map();
    for (let x = Math.floor(min.x / across); x <= max.x / across; x++) {
      for (let y = Math.floor(min.y / across); y <= max.y / across; y++) {
        const tile = view.tileCache.cache.get(`${x}:${y}:${dataZoom}`);
        for (const layer of tile ? tiles.outlines : []) {
          for (const { bbox, props } of tile.data.get(layer) || []) {
            const place = (px, py) => map.unproject([(x + px / 512) * across, (y + py / 512) * across], z);
            const bounds = () => L.latLngBounds(place(bbox.minX, bbox.minY), place(bbox.maxX, bbox.maxY));
            const size = (bbox.maxX - bbox.minX) * (bbox.maxY - bbox.minY);
            if (size > (found.get(props.n)?.size || 0)) found.set(props.n, { size, bounds, props });
          }
        }
      }
    }
    return found;
  }

  async function label() {
    const z = map.getZoom();
    const told = z < FROM || !isOn("labels") ? null : await lines();
    if (z !== map.getZoom()) return;
    labelled.length = 0;
    for (const [n, { bounds, props }] of told ? [...inView(z)].sort(([a], [b]) => a - b) : []) {
      const [no, , , short] = told[n].split("\x1f");
      const box = bounds();
      labelled.push({
        texts: [short || no],
        at: box.getCenter(),
        bounds: box,
        className: "parcel-label",
        font: "600 12px sans-serif",
        height: 16,
        beside: false,
        shown: () => seen(props),
      });
    }
    labels.place();
  }

  landwatch.furnish(map, { top: 60 });
  if (boundary) boundary.addTo(map);
  ground.addTo(map);
  const labels = landwatch.keepLabelsApart(map, labelled);
  ground.on("load", label);
  map.on("moveend", label);

  return { map, isOn, setOn, showOnly, alone: () => alone, isShown, placeAt, lines, listed, ground, picking: false };
})(map_landwatch);
