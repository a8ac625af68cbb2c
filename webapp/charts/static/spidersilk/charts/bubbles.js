// Rows at a day and a size: the larger the circle, the more of what the last column counts.
import { WIDTH, axis, label, show, sized, tip, whole } from "./frame.js";

const HEIGHT = 560;
const EDGE = { top: 52, right: 32, bottom: 48, left: 88 };
const LARGEST = 34;

show("bubbles", (svg, data) => {
  sized(svg, HEIGHT);
  const [, dayName, sizeName, countName] = data.columns;
  const rows = data.rows.map(([name, day, size, count]) => ({ name, day, at: new Date(`${day}T00:00:00Z`), size, count }));
  const [first, last] = d3.extent(rows, (row) => row.at);
  const month = 30 * 24 * 3600 * 1000;
  const x = d3.scaleUtc([new Date(+first - month), new Date(+last + month)], [EDGE.left + LARGEST / 2, WIDTH - EDGE.right - LARGEST / 2]).nice();
  // Few are large: a straight scale would press all others to the ground. 0 has its place.
  const y = d3.scaleSymlog([0, d3.max(rows, (row) => row.size) || 1], [HEIGHT - EDGE.bottom, EDGE.top + LARGEST / 2]).constant(1);
  const size = d3.scaleSqrt([0, d3.max(rows, (row) => row.count) || 1], [0, LARGEST]);
  const powers = d3.range(0, 9).map((n) => 10 ** n).filter((n) => n <= y.domain()[1]);
  axis(svg, "across", EDGE.left, 0, d3.axisLeft(y).tickValues([0, ...powers]).tickFormat((n) => whole.format(n)).tickSize(EDGE.left + EDGE.right - WIDTH));
  axis(svg, "", 0, HEIGHT - EDGE.bottom, d3.axisBottom(x).ticks(8).tickFormat(d3.utcFormat(last - first < 36 * month ? "%b %Y" : "%Y")));
  const circles = svg.append("g").selectAll("circle").data(d3.sort(rows, (row) => -row.count)).join("circle").attr("class", "shape");
  circles.attr("cx", (row) => x(row.at)).attr("cy", (row) => y(row.size)).attr("r", (row) => Math.max(3, size(row.count)));
  tip(circles, (row) => `${row.name}: ${dayName} ${row.day}, ${whole.format(row.size)} ${sizeName}, ${whole.format(row.count)} ${countName}`);
  label(svg, WIDTH / 2, HEIGHT - 6, dayName);
  label(svg, EDGE.left, EDGE.top - 32, `${sizeName}; the larger a circle, the more ${countName}`, "start");
});
