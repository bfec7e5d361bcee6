"""Why a run over the reports site stops, or goes without something."""


class OfstedError(Exception):
    """Something that the site did; the message is one line that names the address."""


class SiteStops(OfstedError):
    """The run must not ask on: robots.txt forbids it, or the site keeps saying no."""


class Unanswered(OfstedError):
    """One address gave no usable answer, however often asked."""


class Unsafe(OfstedError):
    """An address that must not be asked, or an answer too large or too slow to take."""


class CeilingReached(OfstedError):
    """The run has made all the requests that it may; the next run goes on from there."""


class RegisterBusy(Exception):
    """Another run is fetching; the message is one line."""
