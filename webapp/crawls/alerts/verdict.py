"""What a check says."""

from dataclasses import dataclass

from webapp.crawls.models import Job


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a rule holds for a spider or a queue, in a sentence for people."""

    is_bad: bool
    text: str
    job: Job | None = None
