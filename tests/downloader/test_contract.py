"""What we rely on of Scrapy and Twisted beyond their documentation: pinned, with the version."""

import inspect

import scrapy
import twisted.web.client
from scrapy.core.downloader import Downloader, Slot
from scrapy.core.downloader.handlers import http11
from scrapy.core.engine import ExecutionEngine
from scrapy.downloadermiddlewares.cookies import CookiesMiddleware
from scrapy.downloadermiddlewares.offsite import OffsiteMiddleware
from scrapy.downloadermiddlewares.redirect import BaseRedirectMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http.cookies import CookieJar
from twisted.web._newclient import HTTP11ClientProtocol


def source(thing):
    return inspect.getsource(thing)


def test_contract_scrapy_version():
    assert scrapy.__version__.startswith("2.19."), "read the new source, then these tests"


def test_contract_handler():
    init = source(http11.HTTP11DownloadHandler.__init__)
    for name in ("self._pool:", "self._pool._factory", "self._contextFactory"):
        assert name in init
    assert "self._default_maxsize" in source(http11.HTTP11DownloadHandler.__mro__[1].__init__)
    assert "pool=self._pool" in source(http11.HTTP11DownloadHandler.download_request)


def test_contract_pool_keys():
    assert "key = (parsedURI.scheme, parsedURI.host, parsedURI.port)" in source(
        twisted.web.client.Agent.request
    )
    assert "key += (self._endpointFactory._bindAddress,)" in source(http11._BindAddressAgent)
    assert "key += self._proxyConf" in source(http11._TunnelingAgent)
    assert 'key=(b"http-proxy",' in source(http11._ScrapyProxyAgent)
    assert "return self._newConnection(key, endpoint)" in source(
        twisted.web.client.HTTPConnectionPool.getConnection
    )


def test_contract_addresses_are_resolved_before_connect_tcp():
    endpoint = twisted.web.client.HostnameEndpoint.connect
    assert "eachAddress.host" in source(endpoint)


def test_contract_protocol():
    assert issubclass(http11._LenientHTTP11ClientProtocol, HTTP11ClientProtocol)
    assert "self._parser" in source(HTTP11ClientProtocol.dataReceived)
    assert hasattr(HTTP11ClientProtocol, "_giveUp")
    assert "self._quiescentCallback" in source(http11._LenientHTTP11ClientFactory)


def test_contract_downloader():
    for name in ("_get_slot", "_enqueue_request", "_wait_for_download", "_latercall"):
        assert hasattr(Downloader, name)
    assert "self.per_slot_settings.get(key, {})" in source(Downloader._get_slot)
    assert "if slot.latercall:" in source(Downloader._process_queue)
    assert "self._wait_for_download(slot, request, queue_dfd)" in source(Downloader._process_queue)
    assert {"latercall", "queue", "transferring"} <= set(Slot.__slots__)


def test_contract_engine_closing():
    assert "self._slot.closing is not None" in source(ExecutionEngine.close_spider_async)


def test_contract_middlewares():
    robots = source(RobotsTxtMiddleware.__init__)
    for name in ("_parserimpl", "_robotstxt_useragent", "_default_useragent", "_stats"):
        assert name in robots
    assert "self._process_cookies" in source(CookiesMiddleware)
    assert hasattr(CookieJar, "_cookies")


def test_contract_texts_of_fates():
    assert '"max redirections reached"' in source(BaseRedirectMiddleware._redirect)
    assert "Filtered offsite request to" in source(OffsiteMiddleware.process_request)
    assert "Missing scheme in request url" in source(scrapy.Request._set_url)
