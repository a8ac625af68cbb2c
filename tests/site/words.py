"""Words that the practice site's texts are made of, and sentences made of them."""

# fmt: off
ADJECTIVES = (
    "Quiet", "Silver", "Hollow", "Burning", "Distant", "Gentle", "Broken", "Hidden",
    "Wandering", "Last", "Crooked", "Patient", "Golden", "Restless", "Winter", "Paper",
    "Salt", "Forgotten", "Bright", "Narrow", "Wild", "Tender", "Midnight", "Second",
)
NOUNS = (
    "Harbour", "Garden", "Lantern", "River", "Orchard", "Compass", "Library", "Mountain",
    "Bridge", "Letter", "Shadow", "Clock", "Island", "Kitchen", "Station", "Forest", "Mirror",
    "Voyage", "Winter", "Alphabet", "Sparrow", "Theatre", "Window", "Kingdom", "Telescope",
    "Archive", "Carousel", "Lighthouse", "Meadow", "Atlas",
)
PLACES = (
    "Kraków", "Reykjavík", "Lisbon", "Samarkand", "Trieste", "Valparaíso", "Kyoto", "Tromsø",
    "Galway", "Dakar", "Québec", "Ulm",
)
PEOPLE = (
    "Ada", "Björn", "Chloë", "Dmitri", "Élise", "Farid", "Greta", "Håkon", "Imogen", "José",
    "Keiko", "László", "Mina", "Nuño", "Oda", "Pál", "Quentin", "Renée", "Søren", "Tomasz",
    "Ursula", "Véra", "Wanda", "Xenia", "Yusuf", "Zoë",
)
FAMILIES = (
    "Abernathy", "Bergström", "Castellano", "Dvořák", "Eriksen", "Fontaine", "Guðmundsson",
    "Hollis", "Ibáñez", "Jansen", "Kowalska", "Lindqvist", "Moreau", "Nakamura", "Okafor",
    "Pemberton", "Quist", "Rossi", "Šimić", "Tanaka", "Ueda", "Vandenberg", "Whitlock",
    "Yilmaz", "Zawadzki",
)
VERBS = (
    "remembers", "follows", "builds", "loses", "questions", "draws", "crosses", "measures",
    "forgives", "hears", "keeps", "carries",
)
THINGS = (
    "a map without names", "the weight of small promises", "every door in the house",
    "an old argument", "the sound of rain on tin", "what nobody else would say",
    "a table set for nine", "the long way home", "a pocketful of seeds",
    "the difference between silence and peace", "one honest page",
    "the first train of the morning", "a bridge that is only half built",
    "other people's umbrellas",
)
TAGS = (
    "love", "life", "books", "change", "courage", "friendship", "humor", "truth", "work",
    "time", "hope", "music", "travel", "silence", "wisdom", "science", "dreams", "learning",
    "kindness", "memory",
)
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)
# fmt: on


def name(rng):
    return f"{rng.choice(PEOPLE)} {rng.choice(FAMILIES)}"


def sentence(rng):
    who = rng.choice(("She", "He", "The narrator", "Everyone", "Nobody", rng.choice(PEOPLE)))
    first, second = rng.sample(THINGS, 2)
    joint = rng.choice((", and then", "; still,", ", until", " because"))
    return f"{who} {rng.choice(VERBS)} {first}{joint} {first_person(rng)} {second}."


def first_person(rng):
    return f"{rng.choice(PEOPLE)} {rng.choice(VERBS)}"


def paragraph(rng, sentences):
    return " ".join(sentence(rng) for _ in range(sentences))


def title(rng):
    """Make a book's title: most are short, some long, some with quotes, ampersands and accents."""
    adjective, noun, other = rng.choice(ADJECTIVES), rng.choice(NOUNS), rng.choice(NOUNS)
    plain = (
        f"The {adjective} {noun}",
        f"{noun} and {other}",
        f"A {noun} in {rng.choice(PLACES)}",
        f"{adjective} {noun}, {adjective} {other}",
        f"The {noun} of {rng.choice(PLACES)} (The {other} #{rng.randint(1, 9)})",
        f"{name(rng)}: A Life",
    )
    odd = (
        f'"{noun}": What {rng.choice(PEOPLE)} Didn\'t Say',
        f"{noun} & {other}: <Notes> from {rng.choice(PLACES)}",
        f"Der {noun}: „{other}“",
        f"図書館の{noun}",
        f"{adjective} {noun} 🦊 {other}",
        f"The {adjective} {noun}, or How {name(rng)} {rng.choice(VERBS)} "
        + ", ".join(rng.sample(THINGS, 3)),
    )
    return rng.choice(odd) if rng.random() < 0.12 else rng.choice(plain)
