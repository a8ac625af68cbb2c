// Two counts by day: what was first seen, what changed. Each has its own scale, one above the other.
import { WIDTH, axis, label, show, sized, tip, whole } from "./frame.js";

const PANEL = 200;
const EDGE = { top: 32, right: 56, bottom: 32, left: 72 };
const DAY = 24 * 3600 * 1000;

show("days", (svg, data) => {
  sized(svg, 2 * PANEL + EDGE.bottom);
  const days = data.rows.map((row) => new Date(`${row[0]}T00:00:00Z`));
  const end = new Date(days.at(-1).getTime() + DAY);
  const x = d3.scaleUtc([days[0], end], [EDGE.left, WIDTH - EDGE.right]);
  const wide = Math.max(1, Math.min(60, (x.range()[1] - x.range()[0]) / days.length - 1));
  ["First seen", "Changes"].forEach((name, index) => {
    const bottom = PANEL * (index + 1);
    const counts = data.rows.map((row) => row[index + 1]);
    const y = d3.scaleLinear([0, Math.max(1, d3.max(counts))], [bottom, bottom - PANEL + EDGE.top]).nice();
    const ticks = y.ticks(4).filter(Number.isInteger);
    axis(svg, "across", EDGE.left, 0, d3.axisLeft(y).tickValues(ticks).tickFormat((n) => whole.format(n)).tickSize(EDGE.left + EDGE.right - WIDTH));
    const bars = svg.append("g").selectAll("rect").data(counts).join("rect").attr("class", index ? "shape second" : "shape");
    bars.attr("x", (count, n) => x(days[n])).attr("width", wide);
    bars.attr("y", y).attr("height", (count) => y(0) - y(count));
    tip(bars, (count, n) => `${data.rows[n][0]}: ${whole.format(count)} ${name.toLowerCase()}`);
    label(svg, EDGE.left, bottom - PANEL + EDGE.top - 10, name, "start");
  });
  axis(svg, "", 0, 2 * PANEL, d3.axisBottom(x).ticks(Math.min(8, days.length)).tickFormat(d3.utcFormat("%-d %b %Y")));
});
