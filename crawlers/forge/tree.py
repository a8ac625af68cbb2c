"""A folder of a repository."""

from dataclasses import dataclass, field

from scrapy.http import TextResponse

from crawlers.fields import text
from crawlers.forge.addresses import address, folder_of


@dataclass(slots=True)
class Folder:
    """`names` are those of plain files; `is_whole`: every line could be read."""

    is_whole: bool
    files: int = 0  # with symbolic links, without submodules
    names: list[str] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)  # as the tree's address ends


def read_tree(response: TextResponse, summary: str) -> Folder:
    """Read one folder; what is no folder at all is not whole."""
    modes = response.css("div.content table.list td.ls-mode")
    lines = response.css("div.content table.list tr:not(.nohover)")
    heads = response.css("div.content table.list th::text").getall()
    found = Folder(is_whole="Mode" in heads and len(modes) == len(lines))
    for line in lines:
        mode = text(line.css("td.ls-mode::text").get())
        if mode.startswith("d"):
            # A folder with nothing but a folder in it: "a / b", each a link.
            href = line.css("a.ls-dir")[-1:].attrib.get("href")
            folder = folder_of(summary, address(response, href))
            found.is_whole = found.is_whole and bool(folder)
            found.folders += [folder] if folder else []
        elif not mode.startswith("m"):
            found.files += 1
            if mode.startswith("-"):
                found.names.append(text("".join(line.css("a.ls-blob ::text").getall())))
    return found
