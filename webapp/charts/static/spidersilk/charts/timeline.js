// Jobs along time, a line for each spider.
import { WIDTH, axis, show, short, sized, tip, whole } from "./frame.js";

const EDGE = { top: 16, right: 24, bottom: 40, left: 180 };
const LINE = 44;

show("timeline", (svg, data) => {
  const jobs = data.rows.map(([id, spider, started, ended, state, pages, items]) => ({
    id, spider, started: new Date(started), ended: new Date(ended), state, pages, items,
  }));
  const spiders = [...new Set(jobs.map((job) => job.spider))].sort();
  const height = EDGE.top + EDGE.bottom + LINE * spiders.length;
  sized(svg, height);
  const first = d3.min(jobs, (job) => job.started);
  const last = d3.max(jobs, (job) => job.ended);
  const x = d3.scaleUtc([first, new Date(Math.max(last, first.getTime() + 60000))], [EDGE.left, WIDTH - EDGE.right]);
  const [hour, day] = [3600 * 1000, 24 * 3600 * 1000];
  const said = last - first < hour ? "%H:%M:%S" : last - first < 5 * day ? "%-d %b %H:%M" : "%-d %b %Y";
  const y = d3.scaleBand(spiders, [EDGE.top, height - EDGE.bottom]).padding(0.35);
  axis(svg, "down", 0, height - EDGE.bottom, d3.axisBottom(x).ticks(5).tickFormat(d3.utcFormat(said)).tickSize(EDGE.top + EDGE.bottom - height));
  axis(svg, "", EDGE.left, 0, d3.axisLeft(y).tickSize(0).tickPadding(10).tickFormat((name) => short(name, 20)));
  const bars = svg.append("g").selectAll("rect").data(jobs).join("rect").attr("class", (job) => `shape state-${job.state}`);
  bars.attr("x", (job) => x(job.started)).attr("width", (job) => Math.max(4, x(job.ended) - x(job.started)));
  bars.attr("y", (job) => y(job.spider)).attr("height", y.bandwidth());
  const moment = d3.utcFormat("%-d %b %Y, %H:%M");
  tip(bars, (job) => `${job.spider} #${job.id}, ${moment(job.started)} to ${moment(job.ended)} UTC: ${job.state}, ${whole.format(job.pages)} pages, ${whole.format(job.items)} items`);
});
