"""Pages that try to get rid of a browser, or to get through it: /hostile/<name>."""

import struct

from tests.site.answers import answer, head, page


def respond(site, request):
    """Answer /hostile/<name>: markup is a page's body, a function answers itself."""
    name = request.parts[1] if len(request.parts) > 1 else ""
    made = HOSTILE.get(name)
    if made is None:
        return answer(page("Not found", "<h1>No such page</h1>"), status=404)
    return made(site, request) if callable(made) else answer(page(name, f"<h1>{name}</h1>{made}"))


def endless_picture(site, request):
    """Show a page whose picture never ends."""
    if request.value("picture"):
        return _drip()
    return answer(page("Endless", "<h1>endless-picture</h1><img src='?picture=1'>"))


def _drip():
    yield head(200, [("Content-Type", "image/png")])
    while True:
        yield b"x"
        yield 0.2


def service_worker(site, request):
    """Install a worker that answers every later page itself."""
    if request.value("script"):
        return answer(WORKER, content_type="text/javascript", headers=[WORKER_SCOPE])
    return answer(page("Worker", f"<h1>service-worker</h1>{INSTALL}"))


def away(site, request):
    """Send the browser to ?to= by script; by default to a page of this site."""
    to = request.value("to", "/quotes/js/")
    return answer(page("Away", f"<h1>away</h1><script>location.href = {to!r}</script>"))


def loop(site, request):
    """Send the browser from page to page by script, for ever."""
    number = site.count("hostile loop")
    return answer(page("Loop", f"<script>location.href = '/hostile/loop?{number}'</script>"))


def reach(site, request):
    """Try to reach ?to= in every way that a page has."""
    return answer(page("Reach", REACH.replace("TARGET", request.value("to"))))


def parts(site, request):
    """Answer with ?type= and ?body=, or ?status= alone: what is not a page."""
    if request.value("status"):
        return head(int(request.value("status")), [("Content-Length", "0")])
    headers = []
    if request.value("name"):
        headers = [("Content-Disposition", f'attachment; filename="{request.value("name")}"')]
    kind = request.value("type", "text/html")
    return answer(request.value("body", "x"), content_type=kind, headers=headers)


def echo_post(site, request):
    """Show method, body, headers and cookies as a page; a script adds its own view."""
    sent = "\n".join(f"{name}: {value}" for name, value in sorted(request.headers.items()))
    method, body = request.method, request.body.decode()
    shown = f"<p id=method>{method}</p><p id=body>{body}</p><pre>{sent}</pre>{SEEN_BY_SCRIPT}"
    cookie = ("Set-Cookie", "from_server=1; Path=/; HttpOnly")
    return answer(page("Echo", shown), headers=[("X-Twice", "one"), ("X-Twice", "two"), cookie])


def storage(site, request):
    """Count visits in this browser's storage."""
    return answer(page("Storage", STORAGE))


def pictures(site, request):
    """Show ?n= pictures, styles and a script; each is asked for by its own address."""
    if request.value("picture"):
        return answer(PIXELS, content_type="image/bmp")
    shown = "".join(f"<img src='?picture={n}'>" for n in range(int(request.value("n", "20"))))
    return answer(page("Pictures", f"<h1>pictures</h1>{shown}"))


SIDE = 256  # pixels
_SIZE = SIDE * SIDE * 3
# A Windows bitmap, 24 bits a pixel: no library is needed to make it.
PIXELS = (
    struct.pack("<2sIHHI", b"BM", 54 + _SIZE, 0, 0, 54)
    + struct.pack("<IiiHHIIiiII", 40, SIDE, SIDE, 1, 24, 0, _SIZE, 2835, 2835, 0, 0)
    + bytes(range(256)) * (_SIZE // 256)
)
WORKER_SCOPE = ("Service-Worker-Allowed", "/")
WORKER = """addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => event.respondWith(new Response("<h1>from the worker</h1>",
  {headers: {"Content-Type": "text/html"}})));"""
INSTALL = """<p id=installed></p><script>
navigator.serviceWorker.register("?script=1", {scope: "/"}).then(
  () => { document.querySelector("#installed").textContent = "yes"; },
  () => { document.querySelector("#installed").textContent = "no"; });
</script>"""
SEEN_BY_SCRIPT = """<p id=script></p><script>
document.querySelector("#script").textContent =
  [navigator.userAgent, document.cookie, navigator.language, innerWidth].join("|");
document.cookie = "from=script; path=/";
</script>"""
STORAGE = """<p id=count></p><script>
const count = Number(localStorage.getItem("count") ?? 0) + 1;
localStorage.setItem("count", count);
document.querySelector("#count").textContent = count;
document.cookie = "visits=" + count + "; path=/";
</script>"""
REACH = """<h1>reach</h1>
<link rel="prefetch" href="TARGET/prefetch"><link rel="preconnect" href="TARGET">
<link rel="stylesheet" href="TARGET/style"><script src="TARGET/script"></script>
<img src="TARGET/img"><iframe src="TARGET/frame"></iframe><object data="TARGET/object"></object>
<video src="TARGET/video"></video><iframe src="file:///etc/passwd" id="file"></iframe>
<script type="speculationrules">{"prerender": [{"source": "list", "urls": ["TARGET/prerender"]}]}
</script>
<script>
fetch("TARGET/fetch", {mode: "no-cors"}).catch(() => 0);
navigator.sendBeacon("TARGET/beacon", "x");
try { new WebSocket("TARGET/socket".replace("http", "ws")); } catch (error) {}
try { new EventSource("TARGET/events"); } catch (error) {}
const worker = new Worker(URL.createObjectURL(new Blob([
  "fetch('TARGET/worker', {mode: 'no-cors'}).catch(() => 0)"])));
window.open("TARGET/popup");
window.open("file:///etc/passwd");
const stun = "TARGET".replace(/https?:[/][/]/, "stun:");
const peer = new RTCPeerConnection({iceServers: [{urls: stun}]});
peer.createDataChannel("x");
peer.createOffer().then((offer) => peer.setLocalDescription(offer));
fetch("/fault/redirect?to=TARGET/redirected", {mode: "no-cors"}).catch(() => 0);
</script>"""

HOSTILE = {
    "dialogs": """<script>alert("a"); const said = confirm("b"); prompt("c"); print();
document.body.append(" said " + said);</script>""",
    "beforeunload": """<script>addEventListener("beforeunload", (event) => {
event.preventDefault(); event.returnValue = "stay"; });</script>""",
    "endless-script": "<script>while (true) {}</script>",
    "late-endless-script": "<script>setTimeout(() => { while (true) {} }, 10)</script>",
    "memory": """<script>const all = []; while (true) all.push(new Array(1e6).fill(Math.random()));
</script>""",
    "popups": """<button onclick="open('/hostile/fine')">one</button>
<script>for (let n = 0; n < 100; n++) open("/hostile/fine?" + n);</script>""",
    "download": """<a id=link href="/hostile/parts?name=virus.exe&type=application/x-exe">x</a>
<script>document.querySelector("#link").click();</script>""",
    "large": """<script>
document.body.append(document.createComment("much ".repeat(1e7)));</script>""",
    "fine": "<p>fine</p>",
    "endless-picture": endless_picture,
    "service-worker": service_worker,
    "away": away,
    "loop": loop,
    "reach": reach,
    "parts": parts,
    "echo": echo_post,
    "storage": storage,
    "pictures": pictures,
}
