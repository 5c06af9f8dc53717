// From degrees of CGCS2000 to metres of the 3-degree zone of the district, and lengths and areas on that plane,
// which is the one that mu are measured on. Series of Krüger to the fourth order: exact to a thousandth of a
// millimetre within the zone.
landwatch.plane = (() => {
  const { zone } = landwatch.data;
  const [axis, flattening, meridian, falseEasting] = [6378137, 1 / 298.257222101, 3 * zone, zone * 1e6 + 500000];
  const n = flattening / (2 - flattening);
  const radius = (axis / (1 + n)) * (1 + n ** 2 / 4 + n ** 4 / 64);
  const series = [
    n / 2 - (2 / 3) * n ** 2 + (5 / 16) * n ** 3 + (41 / 180) * n ** 4,
    (13 / 48) * n ** 2 - (3 / 5) * n ** 3 + (557 / 1440) * n ** 4,
    (61 / 240) * n ** 3 - (103 / 140) * n ** 4,
    (49561 / 161280) * n ** 4,
  ];
  const eccentricity = (2 * Math.sqrt(n)) / (1 + n);
  const radians = Math.PI / 180;

  // {lat, lng} in degrees to {x, y} in metres, as surveyors name them: x to the north, y to the east with the zone.
  function project({ lat, lng }) {
    const sine = Math.sin(lat * radians);
    const conformal = Math.sinh(Math.atanh(sine) - eccentricity * Math.atanh(eccentricity * sine));
    const across = (lng - meridian) * radians;
    const north = Math.atan2(conformal, Math.cos(across));
    const east = Math.asinh(Math.sin(across) / Math.hypot(conformal, Math.cos(across)));
    let [x, y] = [north, east];
    series.forEach((factor, index) => {
      const order = 2 * (index + 1);
      x += factor * Math.sin(order * north) * Math.cosh(order * east);
      y += factor * Math.cos(order * north) * Math.sinh(order * east);
    });
    return { x: radius * x, y: falseEasting + radius * y };
  }

  // Metres along a line of places.
  function length(places) {
    const points = places.map(project);
    return points.slice(1).reduce((sum, { x, y }, index) => sum + Math.hypot(x - points[index].x, y - points[index].y), 0);
  }

  // Square metres inside a ring of places that need not be closed.
  function area(places) {
    const points = places.map(project);
    const [first] = points;
    const twice = points.reduce((sum, { x, y }, index) => {
      const next = points[(index + 1) % points.length];
      return sum + (x - first.x) * (next.y - first.y) - (next.x - first.x) * (y - first.y);
    }, 0);
    return Math.abs(twice) / 2;
  }

  return { project, length, area };
})();
