"""What to do on a page before it is taken: small typed objects that travel as plain JSON."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final, get_args, get_type_hints

STATES: Final = ("visible", "attached", "hidden", "detached")


@dataclass(frozen=True, slots=True)
class Action:
    """One step; `timeout` is in seconds, None stands for BROWSER_ACTION_TIMEOUT."""

    name: ClassVar[str] = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the action as plain JSON values: its name and what is not the default."""
        chosen = {
            field.name: getattr(self, field.name)
            for field in dataclasses.fields(self)
            if getattr(self, field.name) != field.default
        }
        return {"do": self.name} | chosen


@dataclass(frozen=True, slots=True)
class WaitFor(Action):
    """Wait until an element is visible, attached, hidden or detached. Result: how many match."""

    name: ClassVar[str] = "wait_for"
    css: str
    timeout: float | None = None
    state: str = "visible"

    def __post_init__(self) -> None:
        if self.state not in STATES:
            raise ValueError(f"state {self.state!r}; there are: {', '.join(STATES)}")


@dataclass(frozen=True, slots=True)
class WaitForFunction(Action):
    """Wait until a JavaScript expression is true. Result: its value."""

    name: ClassVar[str] = "wait_for_function"
    expression: str
    timeout: float | None = None


@dataclass(frozen=True, slots=True)
class Click(Action):
    """Click the first element that matches, once it can be clicked. Result: None.

    `times` clicks it again, at most so often, for as long as it is there: "load more".
    """

    name: ClassVar[str] = "click"
    css: str
    timeout: float | None = None
    times: int = 1


@dataclass(frozen=True, slots=True)
class Fill(Action):
    """Replace the text of a field. Result: None."""

    name: ClassVar[str] = "fill"
    css: str
    text: str
    timeout: float | None = None


@dataclass(frozen=True, slots=True)
class Select(Action):
    """Choose an option of a select element, by its value or its text. Result: its value."""

    name: ClassVar[str] = "select"
    css: str
    option: str
    timeout: float | None = None


@dataclass(frozen=True, slots=True)
class Press(Action):
    """Press a key ("Enter", "Tab", "ArrowDown", "a") on an element or the page. Result: None."""

    name: ClassVar[str] = "press"
    key: str
    css: str | None = None
    timeout: float | None = None


@dataclass(frozen=True, slots=True)
class Scroll(Action):
    """Scroll to the end, until no more comes. Result: how many rows, or the rows' HTML.

    `inside` is the element that scrolls (default: the page). `rows` names the list's rows: the
    end is where no new row comes. With `collect` the result is every row that was ever there,
    in order, for lists that keep only what is on the screen. `most` bounds the steps.
    """

    name: ClassVar[str] = "scroll"
    rows: str | None = None
    inside: str | None = None
    collect: bool = False
    most: int = 200
    timeout: float | None = None

    def __post_init__(self) -> None:
        if self.collect and not self.rows:
            raise ValueError("collect needs rows: which elements are the rows?")


@dataclass(frozen=True, slots=True)
class Evaluate(Action):
    """Run a JavaScript expression; a promise is awaited. Result: its value, as JSON."""

    name: ClassVar[str] = "evaluate"
    expression: str
    timeout: float | None = None


@dataclass(frozen=True, slots=True)
class Screenshot(Action):
    """Keep a picture of the page or of an element, as PNG. Result: the path of the file."""

    name: ClassVar[str] = "screenshot"
    css: str | None = None
    timeout: float | None = None


ACTIONS: Final[dict[str, type[Action]]] = {
    kind.name: kind
    for kind in (
        WaitFor,
        WaitForFunction,
        Click,
        Fill,
        Select,
        Press,
        Scroll,
        Evaluate,
        Screenshot,
    )
}


def action_of(plain: Any) -> Action:
    """Read an action back; raises ValueError that names what is wrong and what there is."""
    if not isinstance(plain, Mapping) or not isinstance(plain.get("do"), str):
        text = f'no action: {plain!r}. An action is an object with "do"'
        raise ValueError(text)  # noqa: TRY004 -- one error for all that cannot be read
    kind = ACTIONS.get(plain["do"])
    if kind is None:
        raise ValueError(f"no action {plain['do']!r}. There are: {', '.join(ACTIONS)}")
    given = {name: value for name, value in plain.items() if name != "do"}
    _check_fields(kind, given)
    return kind(**given)


def _check_fields(kind: type[Action], given: Mapping[str, Any]) -> None:
    hints = get_type_hints(kind)
    fields = {field.name: field for field in dataclasses.fields(kind)}
    for name, value in given.items():
        if name not in fields:
            raise ValueError(f"{kind.name} takes no {name!r}. It takes: {', '.join(fields)}")
        if not _is_of(value, get_args(hints[name]) or (hints[name],)):
            raise ValueError(f"{kind.name}: {name} cannot be {value!r}")
    for name, field in fields.items():
        if name not in given and field.default is dataclasses.MISSING:
            raise ValueError(f"{kind.name} needs {name!r}")


def _is_of(value: Any, kinds: tuple[Any, ...]) -> bool:
    if isinstance(value, bool):
        return bool in kinds
    return isinstance(value, kinds) or (float in kinds and isinstance(value, int))
