"""The addresses of every page that anybody may open, with the demonstration of one listing."""

SLUG = "vejen-videre-1"

PAGES = (
    "/",
    "/search",
    "/search?q=job&municipality=751&target_group=sygedagpenge&places=1&sort=name",
    "/search?q=sygemeldt+aarhus",
    "/search?q=findes-slet-ikke",
    "/search?view=map",
    f"/listings/{SLUG}",
    f"/compare?l={SLUG}&l=vejen-videre-2",
    "/compare",
    "/shortlist",
    f"/shortlist?l={SLUG}",
    "/about",
    "/free-choice",
    "/help",
    "/standards",
    "/standards/2027-01",
    "/results/method",
    "/needs/where",
    "/ranking",
    "/ranking/method",
    "/privacy",
    "/was",
)
# These read the release that the demonstration has published.
RELEASE_PAGES = ("/results/releases", "/results/releases/1")
# These read the register, in as many statements however many actors there are.
REGISTER_PAGES = ("/approvals", "/approvals?name=vejen", "/approvals/opdigtet-1", "/become-approved")
STANDARD_FILES = ("/standards.json", "/approvals.csv")
RELEASE_FILES = ("/results/releases/1/figures.csv", "/results/releases/1/figures.json")
# These read a cookie of the browser, so each reader gets their own.
OWN_TO_A_BROWSER = ("/shortlist", "/needs", "/ranking")
PUBLIC_AND_CACHED = (
    *(path for path in PAGES if path == "/ranking/method" or not path.startswith(OWN_TO_A_BROWSER)),
    *RELEASE_PAGES,
    *REGISTER_PAGES,
)
ERRORS = {"/nowhere": 404, "/listings/nobody": 404, "/search/deeper": 404}


def in_both_languages(paths: tuple[str, ...]) -> list[str]:
    """Give the Danish and the English address of each page."""
    return [*paths, *(f"/en{path}" for path in paths)]
