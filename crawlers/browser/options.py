"""How Chromium is started, and how a WebDriver session is opened."""

import os
from typing import Final

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.remote_connection import ChromeRemoteConnection
from selenium.webdriver.remote.client_config import ClientConfig

from crawlers.browser.config import BrowserConfig
from crawlers.browser.gate import DOMAIN, Gate

# Everything goes through the gate, so nothing is resolved, and nothing leaves another way.
_NETWORK: Final = (
    "--proxy-bypass-list=<-loopback>",
    "--disable-quic",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",  # its older name
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-pings",
)
# Features that ask the network by themselves, change addresses, or keep processes in store: the
# spare renderer is of one context, so with four it was thrown away for each page (30 ms of CPU).
_FEATURES: Final = (
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "OptimizationHints",
    "MediaRouter",
    "DialMediaRouteProvider",
    "Translate",
    "AutofillServerCommunication",
    "BackForwardCache",
    "SpareRendererForSitePerProcess",
    # Two pages of the browser's own in each new window: half of what starting costs.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
)
_QUIET: Final = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-dev-shm-usage",
    "--disable-crash-reporter",
    "--disable-breakpad",
    "--mute-audio",
    "--hide-scrollbars",
    # Tabs behind another are rendered at full speed.
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    f"--disable-features={','.join(_FEATURES)}",
)
# Alerts, confirms and prompts are answered with no; leaving a page is never refused.
_PROMPTS: Final = {"default": "dismiss", "beforeUnload": "accept"}
# A driver that says nothing for this long after a page's time is gone.
GRACE: Final = 10.0


def chromium_options(config: BrowserConfig, gate: Gate, token: str) -> Options:
    """Return the options of a new browser; without a token its own requests are refused."""
    options = Options()
    width, height = config.window
    for argument in (*_NETWORK, *_QUIET, *config.arguments):
        options.add_argument(argument)
    options.add_argument(f"--proxy-server={gate.address_of(token or 'none')}")
    options.add_argument(
        f"--host-resolver-rules=MAP *.{DOMAIN} {config.gate_host},MAP * ~NOTFOUND"
    )
    options.add_argument(f"--ignore-certificate-errors-spki-list={gate.pin}")
    options.add_argument(f"--window-size={width},{height}")
    options.add_argument(f"--lang={config.locale}")
    options.add_argument(f"--user-agent={config.user_agent}")
    options.add_argument(f"--js-flags=--max-old-space-size={config.heap_mb}")
    if os.geteuid() == 0:
        options.add_argument("--no-sandbox")  # Chromium's own does not run as root
    # ChromeDriver allows popups; a visitor's browser does not, unless they were clicked.
    options.add_experimental_option("excludeSwitches", ["disable-popup-blocking"])
    options.add_experimental_option("prefs", {"intl.accept_languages": config.locale})
    return options


def connect(url: str, options: Options, config: BrowserConfig) -> webdriver.Remote:
    """Open a session at a WebDriver address."""
    options.page_load_strategy = "none"
    options.set_capability("unhandledPromptBehavior", _PROMPTS)
    options.timeouts = {
        "pageLoad": int(config.page_timeout * 1000),
        "script": int(config.script_timeout * 1000),
    }
    client = ClientConfig(url, timeout=int(config.page_timeout + GRACE))
    executor = ChromeRemoteConnection(url, ignore_proxy=True, client_config=client)
    return webdriver.Remote(command_executor=executor, options=options)
