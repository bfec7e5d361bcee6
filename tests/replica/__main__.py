"""Serves the replica for trying out by hand: python -m tests.replica [port]."""

from __future__ import annotations

import sys
import time

from tests.replica.server import Site, serving
from tests.replica.site import providers


def main() -> None:
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8044
    site = Site(providers(distinct=False))
    with serving(site, port):
        print(f"A replica of Ofsted's reports site, on {site.url} - stop it with Ctrl-C. In another terminal:\n")
        print(
            f"  OFSTED_REPORTS_URL={site.url} OFSTED_FILE_HOSTS=127.0.0.1 OFSTED_CONTACT=me@example.org \\\n"
            "  OFSTED_PAUSE_SECONDS=0 make run SOURCE=ofsted DATA=data/replica\n"
        )
        shown = 0
        try:
            while True:
                time.sleep(0.5)
                for asked in site.asked[shown:]:
                    print(asked.status or "-", asked.path)
                    shown += 1
        except KeyboardInterrupt:
            print("Stopped.")


if __name__ == "__main__":
    main()
