"""One run at a time over a DATA folder, whoever started it: the others wait."""

from collections.abc import Iterator
from contextlib import closing

import dagster as dg

from pipelines.runs.data_folder import claimed
from pipelines.runs.run_build import RunBuild
from pipelines.settings import settings

ONE_AT_A_TIME = {"data_folder"}


@dg.resource(description="The DATA folder and the run's build in it, held by one run from its first step to its last.")
def data_folder(context: dg.InitResourceContext) -> Iterator[RunBuild]:
    now = settings()
    with claimed(now, context.log.info if context.log else print), closing(RunBuild(now)) as run_build:
        yield run_build
