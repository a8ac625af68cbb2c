"""The site as it is run: gunicorn in its own process, collected files, and a browser before it."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

from django.conf import settings
from django.test import Client
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.chromium import need_chromium
from tests.crawling import ROOT, wait_for

OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
PASSWORD = "long enough 1"


def answers(url):
    """Return the status of an address, None where nothing answers."""
    try:
        with OPENER.open(url, timeout=20) as response:
            return response.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    except OSError:
        return None


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def served(var_dir, **env):
    """Serve the site on a free port; its address. The database has its tables already."""
    # Sessions of this process's client are good there too.
    secret = {"SECRET_KEY": settings.SECRET_KEY}
    env = {**os.environ, **secret, "VAR_DIR": str(var_dir), **env}
    if not (Path(var_dir) / "static").exists():
        collect = [sys.executable, "-m", "webapp", "collectstatic", "--noinput", "-v0"]
        subprocess.run(collect, cwd=ROOT, env=env, check=True)
    port = free_port()
    gunicorn = [sys.executable, "-m", "gunicorn", "--no-control-socket", "--threads", "4"]
    command = [*gunicorn, "--bind", f"127.0.0.1:{port}", "webapp.wsgi"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=ROOT, env=env, **quiet) as process:
        try:
            url = f"http://127.0.0.1:{port}"
            wait_for(lambda: answers(f"{url}/login/") == 200, what="the site")
            yield url
        finally:
            process.terminate()
            process.wait(20)


@contextlib.contextmanager
def browsing(*, width=1280, height=900, dark=False, script=True):
    """Run a browser of this size, light or dark."""
    need_chromium()
    options = ChromeOptions()
    for argument in (
        "headless=new",
        "no-sandbox",
        "disable-gpu",
        "hide-scrollbars",
        "no-proxy-server",
        "disable-background-networking",
        "disable-component-update",
    ):
        options.add_argument(f"--{argument}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    if not script:
        options.add_experimental_option(
            "prefs", {"profile.managed_default_content_settings.javascript": 2}
        )
    options.binary_location = shutil.which("chromium")
    driver = Chrome(options, Service(shutil.which("chromedriver")))
    try:
        resize(driver, width, height)
        paint(driver, dark=dark)
        yield driver
    finally:
        driver.quit()


def resize(driver, width, height):
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def paint(driver, *, dark):
    feature = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})


def be(driver, url, user):
    """Be logged in as a user at once, without the form."""
    client = Client()
    client.force_login(user)
    driver.get(f"{url}/login/")
    driver.add_cookie({"name": "sessionid", "value": client.cookies["sessionid"].value})


def log_in(driver, url, name):
    """Log in by the form, as a person does."""
    driver.get(f"{url}/login/")
    driver.find_element(By.NAME, "username").send_keys(name)
    driver.find_element(By.NAME, "password").send_keys(PASSWORD)
    driver.find_element(By.CSS_SELECTOR, "main button").click()
    WebDriverWait(driver, 20).until(lambda _: "/login/" not in driver.current_url)


def settled(driver):
    """Wait for the charts of a page, if it has any, to be drawn or to have said why not."""
    done = """return [...document.querySelectorAll("[data-source]")].every((figure) => {
      const status = figure.querySelector("[data-status]");
      const drawn = figure.querySelector("[data-drawing]").children.length > 0;
      return drawn || !status || !status.textContent.includes("JavaScript");
    });"""
    WebDriverWait(driver, 20).until(lambda _: driver.execute_script(done))
