// Ranges of a number, a bar each.
import { WIDTH, axis, label, show, sized, tip, whole } from "./frame.js";

const HEIGHT = 420;
const EDGE = { top: 16, right: 16, bottom: 56, left: 72 };

show("histogram", (svg, data) => {
  sized(svg, HEIGHT);
  const rows = data.rows.map(([from, to, count]) => ({ from, to, count }));
  const x = d3.scaleBand(d3.range(rows.length), [EDGE.left, WIDTH - EDGE.right]).paddingInner(0.06);
  const y = d3.scaleLinear([0, d3.max(rows, (row) => row.count)], [HEIGHT - EDGE.bottom, EDGE.top]).nice();
  const every = Math.ceil(rows.length / 12);
  axis(svg, "across", EDGE.left, 0, d3.axisLeft(y).ticks(6).tickSize(EDGE.left + EDGE.right - WIDTH));
  const below = d3.axisBottom(x).tickValues(d3.range(0, rows.length, every)).tickFormat((n) => rows[n].from);
  axis(svg, "", 0, HEIGHT - EDGE.bottom, below);
  const bars = svg.append("g").selectAll("rect").data(rows).join("rect").attr("class", "shape");
  bars.attr("x", (row, n) => x(n)).attr("width", x.bandwidth());
  bars.attr("y", (row) => y(row.count)).attr("height", (row) => y(0) - y(row.count));
  tip(bars, (row) => `${row.from} to ${row.to}: ${whole.format(row.count)} rows`);
  label(svg, WIDTH / 2, HEIGHT - 8, `${data.label} from`);
});
