// Counts by month, a layer on the other for each name; what is one layer only needs no names.
import { WIDTH, axis, show, short, sized, tip, whole } from "./frame.js";

const HEIGHT = 380;
const EDGE = { top: 16, right: 24, bottom: 40, left: 72 };
const LINE = 24; // of the names below
const ACROSS = 3; // names in a line
const OTHERS = "all others";

show("stack", (svg, data) => {
  const sums = d3.rollup(data.rows, (rows) => d3.sum(rows, (row) => row[2]), (row) => row[1]);
  const names = d3.sort(sums.keys(), (name) => name === OTHERS, (name) => -sums.get(name));
  const months = d3.utcMonth.range(moment(data.rows[0][0]), d3.utcMonth.offset(moment(data.rows.at(-1)[0]), 1));
  const lines = names.length > 1 ? Math.ceil(names.length / ACROSS) : 0;
  sized(svg, HEIGHT + lines * LINE);
  const grouped = d3.rollup(data.rows, ([row]) => row[2], (row) => row[0], (row) => row[1]);
  const said = d3.utcFormat("%Y-%m");
  const stack = d3.stack().keys(names).value((month, name) => grouped.get(said(month))?.get(name) ?? 0)(months);
  const x = d3.scaleUtc([months[0], d3.utcMonth.offset(months.at(-1), 1)], [EDGE.left, WIDTH - EDGE.right]);
  const y = d3.scaleLinear([0, d3.max(stack.at(-1), (span) => span[1])], [HEIGHT - EDGE.bottom, EDGE.top]).nice();
  const ticks = y.ticks(6).filter(Number.isInteger);
  axis(svg, "across", EDGE.left, 0, d3.axisLeft(y).tickValues(ticks).tickFormat((n) => whole.format(n)).tickSize(EDGE.left + EDGE.right - WIDTH));
  axis(svg, "", 0, HEIGHT - EDGE.bottom, d3.axisBottom(x).ticks(Math.min(8, months.length)).tickFormat(d3.utcFormat(months.length < 60 ? "%b %Y" : "%Y")));
  const wide = Math.max(1, Math.min(48, (x.range()[1] - x.range()[0]) / months.length - 1));
  const layers = svg.append("g").selectAll("g").data(stack).join("g").attr("class", (layer) => `layer ${colour(names, layer.key)}`);
  const bars = layers.selectAll("rect").data((layer) => layer.filter((span) => span[1] > span[0]).map((span) => ({ span, name: layer.key }))).join("rect");
  bars.attr("class", "shape").attr("x", ({ span }) => x(span.data)).attr("width", wide);
  bars.attr("y", ({ span }) => y(span[1])).attr("height", ({ span }) => y(span[0]) - y(span[1]));
  tip(bars, ({ span, name }) => `${said(span.data)}, ${name}: ${whole.format(span[1] - span[0])} ${data.columns[2]}`);
  if (!lines) return;
  const legend = svg.append("g").selectAll("g").data(names).join("g").attr("class", (name) => `layer ${colour(names, name)}`);
  legend.attr("transform", (name, n) => `translate(${EDGE.left + (n % ACROSS) * 290},${HEIGHT + 6 + Math.floor(n / ACROSS) * LINE})`);
  legend.append("rect").attr("class", "shape").attr("width", 14).attr("height", 14).attr("rx", 2);
  legend.append("text").attr("class", "count").attr("x", 20).attr("y", 7).attr("dy", "0.35em").text((name) => short(name, 34));
  tip(legend, (name) => name);
});

function moment(month) {
  return new Date(`${month}-01T00:00:00Z`);
}

/** There are as many colours as layers; what stands for all others has its own. */
function colour(names, name) {
  return name === OTHERS ? "layer-others" : `layer-${names.indexOf(name)}`;
}
