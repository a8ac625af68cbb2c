// Shows the next five times of a schedule while it is being filled in.
const PAUSE = 300; // milliseconds without a key
const FIELDS = ["name", "cron", "every", "unit", "time_zone", "begins_0", "begins_1", "jitter"];
const box = document.querySelector("[data-times]");
const form = box?.closest("form");
const shown = form?.querySelector(".field-times .readonly");
let waiting;
let asked = 0;

function write(answer) {
  if (answer.error) {
    shown.textContent = answer.error;
    return;
  }
  const list = document.createElement("ol");
  list.className = "times";
  for (const text of answer.times) {
    const item = document.createElement("li");
    item.textContent = text;
    list.append(item);
  }
  shown.replaceChildren(answer.times.length ? list : "It comes no more.");
}

async function look() {
  const number = ++asked;
  const filled = new FormData(form);
  const query = new URLSearchParams(FIELDS.map((name) => [name, filled.get(name) ?? ""]));
  try {
    const answer = await fetch(`${box.dataset.times}?${query}`);
    if (!answer.ok || answer.redirected) throw new Error(`The site answers with status ${answer.status}.`);
    const found = await answer.json();
    if (number === asked) write(found);
  } catch (error) {
    shown.textContent = error.message;
  }
}

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(look, PAUSE);
}

if (shown) {
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  look();
}
