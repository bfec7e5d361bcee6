"""One run at a time over a DATA folder, whoever started it: the others wait."""

from collections.abc import Iterator

import dagster as dg

from pipelines.settings import settings
from pipelines.state import claimed

ONE_AT_A_TIME = {"data_folder"}


@dg.resource(description="The DATA folder, held by one run from its first step to its last.")
def data_folder(context: dg.InitResourceContext) -> Iterator[None]:
    with claimed(settings(), context.log.info if context.log else print):
        yield
