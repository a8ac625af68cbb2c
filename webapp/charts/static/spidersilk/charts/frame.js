// What all charts share: their data, their size, their words for a screen reader.
export const WIDTH = 960;

export const whole = new Intl.NumberFormat("en-GB");

/** Have a function draw every figure of its shape that is on the page. */
export function show(shape, draw) {
  for (const figure of document.querySelectorAll(`[data-source][data-shape="${shape}"]`)) fill(figure, draw);
}

/** Fetch a figure's own data and hand it to the function; say so when that fails. */
async function fill(figure, draw) {
  const status = figure.querySelector("[data-status]");
  try {
    const response = await fetch(figure.dataset.source, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(`the site answered ${response.status}`);
    const data = await response.json();
    if (data.rows.length === 0) {
      status.textContent = "Nothing to draw: no row of this view has such a value.";
      return;
    }
    const svg = d3.select(figure.querySelector("[data-drawing]")).append("svg");
    svg.attr("role", "img").attr("aria-labelledby", `${figure.id}-title ${figure.id}-text`).attr("class", "chart");
    svg.append("title").attr("id", `${figure.id}-title`).text(data.title);
    svg.append("desc").attr("id", `${figure.id}-text`).text(`${data.text} ${data.notes.join(" ")} The table below has the same figures.`);
    draw(svg, data);
    status.remove();
  } catch (error) {
    status.textContent = `The chart could not be drawn (${error.message}). The table below has the figures.`;
  }
}

export function sized(svg, height, width = WIDTH) {
  svg.attr("viewBox", [0, 0, width, height]);
}

/** Long scraped names are cut for an axis; the whole name is in the tooltip and the table. */
export function short(text, longest = 24) {
  const letters = [...String(text)];
  return letters.length > longest ? `${letters.slice(0, longest - 1).join("")}…` : String(text);
}

export function tip(selection, say) {
  selection.append("title").text(say);
}

export function axis(svg, className, x, y, made) {
  return svg.append("g").attr("class", `axis ${className}`).attr("transform", `translate(${x},${y})`).call(made);
}

export function label(svg, x, y, text, anchor = "middle") {
  svg.append("text").attr("class", "axis-label").attr("x", x).attr("y", y).attr("text-anchor", anchor).text(text);
}
