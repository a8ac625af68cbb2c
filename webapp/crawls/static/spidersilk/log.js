// Shows the end of a job's log and follows it. Text only: nothing in a log becomes markup.
const EVERY = 2000; // milliseconds
const MOST = 40; // parts that are kept in the page, of 64 KB at most
const box = document.querySelector("[data-log]");
const shown = box.querySelector(".log-text");
const tools = box.querySelector(".log-tools");
const follow = tools.querySelector("[data-do=follow]");
const older = tools.querySelector("[data-do=older]");
const said = tools.querySelector("[data-said]");
const parts = []; // {start, end, node}, in the order of the log

function say(text) {
  said.textContent = text;
}

async function ask(query) {
  const answer = await fetch(`${box.dataset.log}${query}`, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) throw new Error(`The site answers with status ${answer.status}.`);
  return answer.json();
}

function add(part, atEnd) {
  const node = document.createTextNode(part.text);
  const kept = { start: part.start, end: part.end, node };
  if (atEnd) { parts.push(kept); shown.append(node); } else { parts.unshift(kept); shown.prepend(node); }
  // What is left out can be asked for again.
  while (parts.length > MOST) (atEnd ? parts.shift() : parts.pop()).node.remove();
}

function show(size) {
  const first = parts[0]?.start ?? 0;
  const last = parts.at(-1)?.end ?? 0;
  older.hidden = first === 0;
  say(size ? `Bytes ${first.toLocaleString("en-GB")} to ${last.toLocaleString("en-GB")} of ${size.toLocaleString("en-GB")}` : "Nothing yet");
  tools.hidden = false;
}

async function look() {
  let wait = EVERY;
  if (!document.hidden && (follow.checked || !parts.length)) {
    const part = await ask(parts.length ? `?at=${parts.at(-1).end}` : "");
    if (part.error) {
      tools.hidden = false;
      older.hidden = true;
      say(part.error);
    } else if (parts.length && part.size < parts.at(-1).end) {
      // It is shorter than it was: the job was begun anew.
      parts.length = 0;
      shown.textContent = "";
      wait = 50;
    } else {
      const atBottom = shown.scrollTop + shown.clientHeight >= shown.scrollHeight - 40;
      const isFirst = !parts.length;
      if (part.text || isFirst) add(part, true);
      if (follow.checked && (atBottom || isFirst)) shown.scrollTop = shown.scrollHeight;
      show(part.size);
      if (part.end < part.size && part.text) wait = 50;
    }
    if (!part.is_open && wait === EVERY) {
      follow.parentElement.hidden = true;
      return;
    }
  }
  setTimeout(again, wait);
}

function again() {
  look().catch((error) => {
    tools.hidden = false;
    say(`${error.message} Asked again soon.`);
    setTimeout(again, EVERY * 5);
  });
}

older.addEventListener("click", async () => {
  older.disabled = true;
  try {
    const part = await ask(`?before=${parts[0].start}`);
    if (part.error) { say(part.error); return; }
    follow.checked = false;
    const height = shown.scrollHeight;
    add(part, false);
    shown.scrollTop += shown.scrollHeight - height;
    show(part.size);
  } catch (error) {
    say(error.message);
  } finally {
    older.disabled = false;
  }
});

// What the page says without a script.
document.querySelector(".log-plain")?.remove();
shown.textContent = "";
again();
