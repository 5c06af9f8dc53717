// What lies under the map: tiles of a web map, tiles from a file, or a picture. Where it cannot be had, the page
// says so and works without it.
landwatch.basemap = ((map) => {
  const { attached, control, data, element } = landwatch;
  const { basemap } = data;
  const pane = "basemap";
  map.createPane(pane).style.zIndex = 150;
  map.getPane(pane).style.pointerEvents = "none";
  // The land lets a little of the base map through.
  for (const name of ["tilePane", "ground", "overlayPane"]) {
    if (map.getPane(name)) map.getPane(name).style.opacity = 0.82;
  }

  // GCJ-02 for a place on CGCS2000: the published distortion, as landwatch/ingest/webmaps.py has it.
  function gcj02(lon, lat) {
    const { PI, abs, cos, sin, sqrt } = Math;
    const axis = 6378245;
    const eccentricity = 0.006693421622965943;
    const x = lon - 105;
    const y = lat - 35;
    const wave = (at, ...terms) => terms.reduce((sum, [high, times]) => sum + high * sin(at * times * PI), 0) * 2 / 3;
    const both = wave(x, [20, 6], [20, 2]);
    const north =
      -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + both +
      wave(y, [20, 1], [40, 1 / 3], [160, 1 / 12], [320, 1 / 30]);
    const east =
      300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + both +
      wave(x, [20, 1], [40, 1 / 3], [150, 1 / 12], [300, 1 / 30]);
    const flattening = 1 - eccentricity * sin((lat * PI) / 180) ** 2;
    const meridian = (((axis * (1 - eccentricity)) / (flattening * sqrt(flattening))) * PI) / 180;
    const parallel = ((axis / sqrt(flattening)) * cos((lat * PI) / 180) * PI) / 180;
    return [lon + east / parallel, lat + north / meridian];
  }

  // The place that a map in GCJ-02 shows at `lon`, `lat`: found by going back the shift, which hardly changes.
  function trueFrom(lon, lat) {
    let [east, north] = [lon, lat];
    for (let step = 0; step < 4; step++) {
      const [x, y] = gcj02(east, north);
      [east, north] = [east + lon - x, north + lat - y];
    }
    return [east, north];
  }

  // Each tile of a shifted map is put where its north-west corner belongs; what is asked for moves the other way.
  const Shifted = L.TileLayer.extend({
    _getTilePos(coords) {
      const size = this.getTileSize();
      const corner = this._map.unproject(coords.scaleBy(size), coords.z);
      const [lng, lat] = trueFrom(corner.lng, corner.lat);
      return this._map.project([lat, lng], coords.z).subtract(this._level.origin).round();
    },
    _getTiledPixelBounds(center) {
      const seen = L.TileLayer.prototype._getTiledPixelBounds.call(this, center);
      const [lng, lat] = gcj02(center.lng, center.lat);
      const move = this._map.project([lat, lng], this._tileZoom).subtract(this._map.project(center, this._tileZoom));
      return L.bounds(seen.min.add(move), seen.max.add(move));
    },
  });

  // ---- a line that says when it is not there -----------------------------------------------------------

  const status = element("p", { class: "basemap-status", role: "status" });
  status.hidden = true;
  map.getContainer().parentElement.append(status);
  function missing(flag) {
    status.textContent = flag ? basemap.unreachable : "";
    status.hidden = !flag;
  }

  function watched(layer) {
    let came = 0;
    layer.on("loading", () => (came = 0));
    layer.on("tileload", () => {
      came += 1;
      missing(false);
    });
    layer.on("load", () => missing(came === 0));
    // On a closed network an answer may take minutes to fail.
    setTimeout(() => came || missing(true), 6000);
    return layer;
  }

  const options = { pane, maxZoom: 20, maxNativeZoom: basemap.closest, noWrap: true };

  // ---- tiles of a file, all in the page ------------------------------------------------------------------

  const Packed = L.GridLayer.extend({
    createTile(coords, done) {
      const image = element("img", { alt: "" });
      tilesOf(coords.z).then((tiles) => {
        image.addEventListener("load", () => done(null, image));
        const [kind, text] = tiles.get(`${coords.x} ${coords.y}`) || [];
        text ? (image.src = `data:image/${kind};base64,${text}`) : done(new Error("no tile"), image);
      });
      return image;
    },
  });
  const zooms = new Map();
  function tilesOf(zoom) {
    const read = (text) =>
      new Map(text.split("\n").map((line) => line.split(" ")).map(([x, y, kind, image]) => [`${x} ${y}`, [kind, image]]));
    if (!zooms.has(zoom)) zooms.set(zoom, attached(`basemap-${zoom}`).then(read));
    return zooms.get(zoom);
  }

  // ---- a picture, which may stand askew ------------------------------------------------------------------

  const Picture = L.ImageOverlay.extend({
    _reset() {
      this._place((at) => this._map.latLngToLayerPoint(at));
    },
    _animateZoom({ zoom, center }) {
      this._place((at) => this._map._latLngToNewLayerPoint(at, zoom, center));
    },
    _place(pointOf) {
      const [corner, beside, below] = basemap.corners.map(pointOf);
      const { naturalWidth: width, naturalHeight: height } = this._image;
      const [right, down] = [beside.subtract(corner).divideBy(width), below.subtract(corner).divideBy(height)];
      Object.assign(this._image.style, {
        width: `${width}px`,
        height: `${height}px`,
        maxWidth: "none",
        transform: `matrix(${right.x}, ${right.y}, ${down.x}, ${down.y}, ${corner.x}, ${corner.y})`,
      });
    },
  });
  async function showPicture() {
    const image = element("img", { alt: "" });
    image.src = `data:image/${basemap.kind};base64,${await attached("basemap")}`;
    try {
      await image.decode();
    } catch {
      return missing(true);
    }
    new Picture(image, basemap.corners, { pane }).addTo(map);
  }

  if (basemap.layers) {
    const Layer = basemap.shifted ? Shifted : L.TileLayer;
    const [first, ...others] = basemap.layers.map((address) => new Layer(address, options));
    watched(first).addTo(map);
    for (const layer of others) layer.addTo(map);
  } else if (basemap.tiles) {
    const [minNativeZoom, maxNativeZoom] = basemap.tiles;
    watched(new Packed({ ...options, minNativeZoom, maxNativeZoom })).addTo(map);
  } else if (basemap.corners) {
    showPicture();
  } else {
    missing(true);
  }
  control("bottomright", element("div", { class: "credit" }, basemap.credit)).addTo(map);
  return { gcj02 };
})(map_landwatch);
