"""What a request asks of the browser: written by browser_page(), read back by the handler."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from scrapy import Request

from crawlers.browser.actions import Action, action_of
from crawlers.browser.errors import OrderError

KEY: Final = "browser"  # of Request.meta


@dataclass(frozen=True, slots=True)
class Order:
    """How one page is rendered.

    `session` names cookies and storage that pages share, one page after another; without it
    they are shared, within one tab, by the pages of a download slot.
    """

    actions: tuple[Action, ...] = ()
    session: str | None = None

    @classmethod
    def of(cls, request: Request) -> Self | None:
        """Read `meta["browser"]`: True or an object. Raises OrderError for anything else."""
        plain = request.meta.get(KEY)
        if not plain:
            return None
        if plain is True:
            return cls()
        if not isinstance(plain, Mapping):
            raise OrderError(f'{request}: meta["browser"] is True or an object, not {plain!r}.')
        actions, session = plain.get("actions", ()), plain.get("session")
        if not isinstance(actions, list | tuple) or not isinstance(session, str | None):
            raise OrderError(f'{request}: meta["browser"]: actions is a list, session a name.')
        try:
            return cls(tuple(action_of(each) for each in actions), session)
        except ValueError as error:
            raise OrderError(f'{request}: meta["browser"]: {error}.') from error

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        plain: dict[str, Any] = {"actions": [action.as_dict() for action in self.actions]}
        return plain | ({"session": self.session} if self.session else {})


def browser_page(
    url: str,
    callback: Callable[..., Any] | None = None,
    *,
    actions: Iterable[Action | Mapping[str, Any]] = (),
    session: str | None = None,
    proxy: str | None = None,
    meta: Mapping[str, Any] | None = None,
    **kwargs: Any,
) -> Request:
    """Make a request for a page that the browser renders; `kwargs` are Request's own.

    `proxy` is this page's own, for all that it loads. Raises ValueError for an action that is
    none.
    """
    order = Order(tuple(action_of(_plain(action)) for action in actions), session)
    own = {KEY: order.as_dict()} | ({"proxy": proxy} if proxy else {})
    return Request(url, callback, meta=dict(meta or {}) | own, **kwargs)


def _plain(action: Action | Mapping[str, Any]) -> Any:
    return action.as_dict() if isinstance(action, Action) else action
