// What belongs together, as bands across a circle.
import { show, short, sized, tip, whole } from "./frame.js";

const SIDE = 860;
const NAMES = 150; // room for names around the circle

show("chord", (svg, data) => {
  sized(svg, SIDE, SIDE);
  svg.classed("chord", true);
  const directed = data.columns[0] === "from";
  const { names, matrix } = data;
  const made = directed ? d3.chordDirected() : d3.chord();
  const chords = made.padAngle(0.02).sortSubgroups(d3.descending)(matrix);
  const outer = SIDE / 2 - NAMES;
  const colour = d3.scaleOrdinal(d3.range(names.length), d3.quantize(d3.interpolateSinebow, names.length + 1));
  // On a phone letters are larger, as the style sheet has it: fewer find room.
  const longest = matchMedia("(max-width: 48rem)").matches ? 11 : 22;
  const middle = svg.append("g").attr("transform", `translate(${SIDE / 2},${SIDE / 2})`);
  // Where bands are many, a gap between two is wider than a band.
  const gap = chords.length > 150 ? 0 : 0.005;
  const ribbon = (directed ? d3.ribbonArrow() : d3.ribbon()).radius(outer - 14).padAngle(gap);
  const bands = middle.append("g").attr("class", "bands").selectAll("path").data(chords).join("path");
  bands.attr("d", ribbon).attr("fill", (band) => colour(band.source.index));
  const mark = directed ? "→" : "and";
  tip(bands, (band) => `${names[band.source.index]} ${mark} ${names[band.target.index]}: ${whole.format(band.source.value)}`);
  const groups = middle.append("g").selectAll("g").data(chords.groups).join("g");
  groups.append("path").attr("d", d3.arc().innerRadius(outer - 12).outerRadius(outer)).attr("fill", (group) => colour(group.index));
  const angle = (group) => (group.startAngle + group.endAngle) / 2;
  const turn = (group) => `rotate(${(angle(group) * 180) / Math.PI - 90}) translate(${outer + 6})${angle(group) > Math.PI ? " rotate(180)" : ""}`;
  // Names of slivers would lie on each other; they are in the tooltips and in the table.
  const wide = groups.filter((group) => group.endAngle - group.startAngle > 0.05);
  const texts = wide.append("text").attr("class", "name").attr("dy", "0.35em").attr("transform", turn);
  texts.attr("text-anchor", (group) => (angle(group) > Math.PI ? "end" : "start")).text((group) => short(names[group.index], longest));
  tip(groups, (group) => names[group.index]);
  groups.on("pointerenter focus", (event, group) => bands.classed("faint", (band) => band.source.index !== group.index && band.target.index !== group.index));
  groups.on("pointerleave blur", () => bands.classed("faint", false));
});
