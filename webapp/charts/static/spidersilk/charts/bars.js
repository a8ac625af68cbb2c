// Values and how often they occur, lying bars, so that names can be read.
import { WIDTH, axis, show, short, sized, tip } from "./frame.js";

const EDGE = { top: 28, right: 72, bottom: 8, left: 220 };
const LINE = 26;
const number = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 4 });

show("bars", (svg, data) => {
  const height = EDGE.top + EDGE.bottom + LINE * data.rows.length;
  sized(svg, height);
  const x = d3.scaleLinear([0, d3.max(data.rows, (row) => row[1])], [EDGE.left, WIDTH - EDGE.right]);
  const y = d3.scaleBand(d3.range(data.rows.length), [EDGE.top, height - EDGE.bottom]).padding(0.2);
  axis(svg, "across", 0, EDGE.top, d3.axisTop(x).ticks(5).tickSize(EDGE.top + EDGE.bottom - height));
  axis(svg, "", EDGE.left, 0, d3.axisLeft(y).tickSize(0).tickPadding(8).tickFormat((n) => short(data.rows[n][0], 28)));
  const bars = svg.append("g").selectAll("rect").data(data.rows).join("rect").attr("class", "shape");
  bars.attr("x", x(0)).attr("width", (row) => x(row[1]) - x(0));
  bars.attr("y", (row, n) => y(n)).attr("height", y.bandwidth());
  tip(bars, (row) => `${row[0]}: ${number.format(row[1])} ${data.columns[1]}`);
  const counts = svg.append("g").selectAll("text").data(data.rows).join("text").attr("class", "count");
  counts.attr("x", (row) => x(row[1]) + 6).attr("y", (row, n) => y(n) + y.bandwidth() / 2).attr("dy", "0.35em");
  counts.text((row) => number.format(row[1]));
});
