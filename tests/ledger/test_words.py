"""What is written twice on purpose says the same: fates, and the arguments of the job."""

from crawlers.arguments import OF_THE_JOB
from crawlers.fates import READ, REFUSED, Fate, verdict
from pipelines import workers
from pipelines.ledger import visits
from tests.test_docs import page
from webapp.crawls.fates import FATES, meaning
from webapp.crawls.models import Visit


def test_fates_are_one_list():
    ours = {value for name, value in vars(visits).items() if name.isupper()}
    states = {state.value for state in Visit.State}
    assert set(FATES) == {fate.value for fate in Fate}
    assert ours - states <= {fate.value for fate in Fate}
    assert workers.KILLED_WORKER == visits.KILLED_WORKER == Fate.KILLED_WORKER
    assert {visits.STORED, visits.UNCHANGED, visits.REJECTED, visits.NO_ITEMS} < READ
    assert all(len(fate) <= Visit._meta.get_field("fate").max_length for fate in Fate)


def test_states_of_failures_are_those_of_visits():
    states = {verdict(error)[0] for error in (TimeoutError(), ValueError("no"), OSError())}
    assert states == {Visit.State.FAILED}
    assert {fate.value for fate in Fate} > REFUSED


def test_every_fate_has_a_sentence():
    assert all(sentence.endswith(".") for sentence in FATES.values())
    assert meaning("http_404") == "The server answered 404."
    assert meaning("") == ""


def test_arguments_of_every_spider_are_named_with_their_help():
    text = " ".join(page("spiders").replace("``", "").split())
    for argument in OF_THE_JOB:
        assert f"-a {argument.name}=" in text
        assert argument.help in text
