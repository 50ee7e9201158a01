/* Make partnerships/data/map.json: where the land's dots and each country's point are drawn.

   npm run map        by hand, when the projection or the list of countries changes

   Facts come from Natural Earth through the world-atlas package: land at 1:110m for the lattice,
   countries at 1:50m for their points. Points that it lacks stand in EXTRA. */

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { geoArea, geoCentroid, geoContains, geoEqualEarth } from "d3-geo";
import { feature } from "topojson-client";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const atlas = (name) => require(`world-atlas/${name}.json`);

const WIDTH = 1140;
const HEIGHT = 518; // cut above Antarctica
const STEP_X = 7.4;
const STEP_Y = 6.4;

// Longitude and latitude of what the 1:50m countries lack, or draw together with another.
const EXTRA = {
  BQ: [-68.26, 12.18], BV: [3.4, -54.42], CC: [96.83, -12.17], CX: [105.69, -10.49], GF: [-53.1, 3.9],
  GI: [-5.35, 36.14], GP: [-61.55, 16.2], MQ: [-61.02, 14.64], RE: [55.53, -21.12], SJ: [16, 78.5],
  TK: [-171.86, -9.17], TV: [179.2, -8.52], UM: [166.6, 19.3], XK: [20.9, 42.6], YT: [45.15, -12.83],
};

const projection = geoEqualEarth().rotate([-11, 0]).fitWidth(WIDTH, { type: "Sphere" });
projection.translate([WIDTH / 2 - 8, 276]);
const round = (number) => Math.round(number * 10) / 10;

function landRuns() {
  const land = feature(atlas("land-110m"), atlas("land-110m").objects.land);
  const runs = [];
  for (let row = 0, y = 4; y < HEIGHT; row++, y += STEP_Y) {
    const start = row % 2 ? STEP_X / 2 : 0;
    let run = null;
    for (let column = 0; start + column * STEP_X <= WIDTH; column++) {
      const x = start + column * STEP_X;
      const place = projection.invert([x, y]);
      const [back] = projection(place);
      const isLand = Math.abs(back - x) < 0.5 && Math.abs(place[1]) <= 90 && geoContains(land, place);
      if (isLand && run) run.dots++;
      else if (isLand) runs.push((run = { x: round(x), y: round(y), dots: 1 }));
      else run = null;
    }
  }
  return runs;
}

/* Each run of neighbouring dots is one line; its dashes, of no length and with round ends, are the dots. */
function path(runs) {
  return runs.map(({ x, y, dots }) => `M${x} ${y}h${round((dots - 1) * STEP_X + 0.1)}`).join("");
}

function largestPart(shape) {
  if (shape.geometry.type !== "MultiPolygon") return shape;
  const parts = shape.geometry.coordinates.map((coordinates) => ({ type: "Polygon", coordinates }));
  return parts.reduce((best, part) => (geoArea(part) > geoArea(best) ? part : best));
}

function countryPoints() {
  const world = atlas("countries-50m");
  const shapes = new Map();
  for (const shape of feature(world, world.objects.countries).features) {
    const known = shapes.get(shape.id);
    if (!known || geoArea(shape) > geoArea(known)) shapes.set(shape.id, shape);
  }
  const points = {};
  const missing = [];
  for (const [iso2, m49] of countryCodes()) {
    const shape = shapes.get(m49);
    const place = EXTRA[iso2] || (shape && geoCentroid(largestPart(shape)));
    if (place) points[iso2] = projection(place).map(round);
    else missing.push(iso2);
  }
  if (missing.length) throw new Error(`No point for ${missing.join(", ")}: add them to EXTRA.`);
  return points;
}

function countryCodes() {
  const [head, ...rows] = readFileSync(join(root, "community", "data", "countries.csv"), "utf8").trim().split(/\r?\n/);
  const columns = head.split(",");
  const [iso2, m49] = [columns.indexOf("iso2"), columns.indexOf("m49")];
  return rows.map((row) => row.split(",")).map((cells) => [cells[iso2], cells[m49]]);
}

const map = { width: WIDTH, height: HEIGHT, step: STEP_X, dots: path(landRuns()), countries: countryPoints() };
const target = join(root, "partnerships", "data", "map.json");
writeFileSync(target, `${JSON.stringify(map)}\n`);
console.log(`${target}: ${Object.keys(map.countries).length} countries, ${map.dots.length} characters of dots`);
