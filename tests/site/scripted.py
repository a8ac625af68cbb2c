"""The practice quotes as pages that need JavaScript, in the shape of quotes.toscrape.com's."""

import json
import math
from urllib.parse import parse_qs

from tests.site.answers import JSON, answer, redirect

PER_PAGE = 10
LOGIN = ("spider", "silk")
SESSION = "session=knows-the-spider"


def plain(quote):
    """Return what the scripts are told of a quote."""
    return {"text": quote.text, "author": {"name": quote.author.name}, "tags": list(quote.tags)}


def scripted_pages(quotes, root="/quotes"):
    """Render what is the same for every visitor: pages by their addresses, relative to `root`."""
    last = max(1, math.ceil(len(quotes) / PER_PAGE))
    pages = {}
    for number in range(1, last + 1):
        shown = [plain(quote) for quote in quotes[(number - 1) * PER_PAGE : number * PER_PAGE]]
        for name, call in (("js", "show(data)"), ("js-delayed", "setTimeout(show, 400, data)")):
            following = f"{root}/{name}/page/{number + 1}/" if number < last else ""
            pages[f"{name}/page/{number}/"] = answer(_list(shown, call, following, root))
    for name in ("js", "js-delayed"):
        pages[f"{name}/"] = pages[f"{name}/page/1/"]
    pages |= {name: answer(_document(body, root)) for name, body in LISTS.items()}
    return pages | {"quotes.js": answer(SCRIPT, content_type="text/javascript")}


def api(site, request):
    """Answer a page of quotes as JSON: ?page=, ?per_page=."""
    number, size = int(request.value("page", "1")), int(request.value("per_page", PER_PAGE))
    shown = site.quotes[(number - 1) * size : number * size]
    body = {
        "has_next": number * size < len(site.quotes),
        "page": number,
        "quotes": [plain(quote) for quote in shown],
    }
    return answer(json.dumps(body), content_type=JSON)


def login(site, request):
    """Show a form that a script completes; a right POST sets a cookie and redirects."""
    if request.method != "POST":
        return answer(_document(FORM, "/quotes"))
    given = parse_qs(request.body.decode())
    right = (given.get("username"), given.get("password")) == ([LOGIN[0]], [LOGIN[1]])
    if not right or given.get("token") != ["made-by-script"]:
        return answer(_document("<p class=error>No.</p>", "/quotes"), status=403)
    answered = redirect("/quotes/member", 303)
    return answered.replace(
        b"Location:", f"Set-Cookie: {SESSION}; Path=/; HttpOnly\r\nLocation:".encode(), 1
    )


def member(site, request):
    """Show what only those see who logged in."""
    if SESSION not in request.headers.get("cookie", ""):
        return redirect("/quotes/login", 303)
    return answer(_document("<h2 id=welcome>Welcome</h2>", "/quotes"))


def _list(shown, call, following, root):
    pager = f'<li class="next"><a href="{following}">Next &rarr;</a></li>' if following else ""
    data = json.dumps(shown).replace("<", "\\u003c")
    return _document(
        f'<div id="quotes"></div><script>var data = {data}; {call};</script>'
        f'<nav><ul class="pager">{pager}</ul></nav>',
        root,
    )


def _document(body, root):
    return DOCUMENT.format(body=body, root=root)


DOCUMENT = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="UTF-8"><title>Quotes to Scrape</title>
<script src="{root}/quotes.js"></script></head>
<body><h1><a href="{root}/">Quotes to Scrape</a></h1>
{body}
</body>
</html>
"""

SCRIPT = """
function markup(quote) {
  const box = document.createElement("div");
  box.className = "quote";
  const text = document.createElement("span");
  text.className = "text";
  text.textContent = "\\u201c" + quote.text + "\\u201d";
  const by = document.createElement("span");
  by.innerHTML = "by <small class=author></small>";
  by.firstElementChild.textContent = quote.author.name;
  const tags = document.createElement("div");
  tags.className = "tags";
  tags.append("Tags: ");
  for (const tag of quote.tags) {
    const link = document.createElement("a");
    link.className = "tag";
    link.textContent = tag;
    tags.append(link, " ");
  }
  box.append(text, by, tags);
  return box;
}
function show(quotes) {
  document.querySelector("#quotes").append(...quotes.map(markup));
}
let page = 1, busy = false, more = true;
async function load() {
  if (busy || !more) return;
  busy = true;
  const answer = await fetch("/quotes/api/quotes?page=" + page);
  const data = await answer.json();
  show(data.quotes);
  page += 1;
  more = data.has_next;
  busy = false;
}
"""

LISTS = {
    "scroll": """<div id="quotes" style="min-height: 110vh"></div><script>
load();
addEventListener("scroll", () => {
  if (innerHeight + scrollY >= document.body.scrollHeight - 100) load();
});
document.querySelector("#quotes").insertAdjacentHTML("afterend", "<p style='height: 50vh'></p>");
</script>""",
    "more": """<div id="quotes"></div><button id="more">More</button><script>
const button = document.querySelector("#more");
button.onclick = async () => { await load(); if (!more) button.remove(); };
load();
</script>""",
    "virtual": """<div id="list" style="height: 300px; overflow: auto; position: relative">
<div id="all"></div></div><script>
const list = document.querySelector("#list"), all = document.querySelector("#all");
fetch("/quotes/api/quotes?per_page=100000").then((answer) => answer.json()).then((data) => {
  const rows = data.quotes, height = 40;
  all.style.height = rows.length * height + "px";
  const draw = () => {
    all.replaceChildren();
    const first = Math.floor(list.scrollTop / height);
    for (let i = first; i < Math.min(rows.length, first + 9); i++) {
      const row = document.createElement("div");
      row.className = "row";
      row.textContent = rows[i].text;
      row.style = "position: absolute; height: 40px; top: " + i * height + "px";
      all.append(row);
    }
  };
  list.onscroll = draw;
  draw();
});
</script>""",
}

FORM = """<form method="post" action="/quotes/login">
<input name="username"><input name="password" type="password">
<select name="language">
<option value="en">English</option><option value="de">Deutsch</option></select>
<input type="hidden" name="token"><input type="submit" value="Login"></form><script>
const token = document.querySelector("[name=token]");
setTimeout(() => { token.value = "made-by-script"; }, 100);
</script>"""

FORMS = {"/quotes/api/quotes": api, "/quotes/login": login, "/quotes/member": member}
