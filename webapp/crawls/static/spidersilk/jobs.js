// Keeps the figures of running jobs up to date. Without it, loading the page again does the same.
const EVERY = 2000; // milliseconds
const box = document.querySelector("[data-live]");

function write(root, figures) {
  for (const [name, text] of Object.entries(figures)) {
    // In a list, in a line of several, in a line of its own.
    const cell = root.querySelector(`td.field-${name}`)
      ?? root.querySelector(`.fieldBox.field-${name} .readonly`)
      ?? root.querySelector(`.form-row.field-${name} .readonly`);
    if (!cell || name === "is_open") continue;
    // A state has its mark, a count its link: what is changed is the innermost text.
    const inner = cell.querySelector("span, abbr, a") ?? cell;
    if (inner.textContent !== text) inner.textContent = text;
    if (name === "shown_state") inner.className = `state state-${text}`;
  }
}

function rows() {
  const found = new Map();
  for (const link of box.querySelectorAll("#result_list th a[href*='/job/']")) {
    const key = link.getAttribute("href").match(/\/job\/(\d+)\/change\//);
    const row = link.closest("tr");
    if (key && row.querySelector(".state-running, .state-pending, .state-lost")) found.set(key[1], row);
  }
  return found;
}

async function ask(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) throw new Error(`status ${answer.status}`);
  return (await answer.json()).jobs;
}

async function look() {
  const shown = box.dataset.job ? new Map([[box.dataset.job, document]]) : rows();
  if (!shown.size) return;
  if (!document.hidden) {
    const query = [...shown.keys()].map((key) => `job=${key}`).join("&");
    const jobs = await ask(`${box.dataset.live}?${query}`);
    for (const [key, figures] of Object.entries(jobs)) write(shown.get(key), figures);
    const only = jobs[box.dataset.job];
    // Other buttons, and figures that are counted once: the page is another one then.
    const began = box.dataset.state === "pending" && only?.shown_state !== "pending";
    if (only && (!only.is_open || began)) return location.reload();
  }
  setTimeout(again, EVERY);
}

function again() {
  look().catch(() => setTimeout(again, EVERY * 5));
}

if (box && (!box.dataset.job || ["pending", "running"].includes(box.dataset.state))) setTimeout(again, EVERY);
