// Two numbers against each other: the larger the circle, the more rows stand there.
import { WIDTH, axis, label, show, sized, tip, whole } from "./frame.js";

const HEIGHT = 520;
const EDGE = { top: 24, right: 24, bottom: 56, left: 80 };

show("grid", (svg, data) => {
  sized(svg, HEIGHT);
  const rows = data.rows.map((row) => row.map(Number));
  const places = (low) => [...new Set(rows.map((row) => row[low]))].sort(d3.ascending);
  const steps = [rows[0][1] - rows[0][0], rows[0][3] - rows[0][2]];
  const filled = (list, step) => d3.range(Math.round((list.at(-1) - list[0]) / step) + 1).map((n) => list[0] + n * step);
  const near = (list, value) => d3.bisectCenter(list, value);
  const [across, up] = [filled(places(0), steps[0]), filled(places(2), steps[1])];
  const x = d3.scalePoint(d3.range(across.length), [EDGE.left, WIDTH - EDGE.right]).padding(0.6);
  const y = d3.scalePoint(d3.range(up.length), [HEIGHT - EDGE.bottom, EDGE.top]).padding(0.6);
  const radius = Math.max(4, Math.min(x.step() || 40, y.step() || 40, 60) / 2);
  const size = d3.scaleSqrt([0, d3.max(rows, (row) => row[4])], [0, radius]);
  const said = (list) => (n) => +list[n].toFixed(6);
  axis(svg, "across", EDGE.left, 0, d3.axisLeft(y).tickFormat(said(up)).tickSize(EDGE.left + EDGE.right - WIDTH));
  axis(svg, "", 0, HEIGHT - EDGE.bottom, d3.axisBottom(x).tickFormat(said(across)));
  const circles = svg.append("g").selectAll("circle").data(rows).join("circle").attr("class", "shape");
  circles.attr("cx", (row) => x(near(across, row[0]))).attr("cy", (row) => y(near(up, row[2])));
  circles.attr("r", (row) => Math.max(1.5, size(row[4])));
  const [xName, , yName] = data.columns;
  tip(circles, (row) => `${xName} ${row[0]} to ${row[1]}, ${yName} ${row[2]} to ${row[3]}: ${whole.format(row[4])} rows`);
  label(svg, WIDTH / 2, HEIGHT - 8, xName);
  label(svg, EDGE.left, EDGE.top - 10, yName, "start");
});
