"""A run's settings reach another process, and Dagster, as they are."""

from __future__ import annotations

import pytest

from assets.run import RunSettings
from pipelines.settings import Settings, checked_settings

pytestmark = pytest.mark.usefixtures("environment")


@pytest.mark.parametrize("chosen", [{}, {"site_sql": "modules"}, {"official": "one:two", "store": "s3://reports"}])
def test_another_process_has_the_same_settings(monkeypatch: pytest.MonkeyPatch, chosen: dict[str, str]) -> None:
    told = checked_settings(dict(chosen))
    for name, value in told.environment().items():
        monkeypatch.setenv(name, value)
    assert checked_settings({}) == told
    assert checked_settings({}).environment() == told.environment()


@pytest.mark.parametrize("chosen", [{}, {"site_sql": "modules"}, {"official": "one:two", "workers": "3"}])
def test_dagster_is_given_every_setting_but_the_secret(chosen: dict[str, str]) -> None:
    told = checked_settings(dict(chosen))
    shown = RunSettings.of(told)
    assert shown.settings() == told
    own = {name for name in RunSettings.model_fields if not name.startswith("ofsted_")}
    assert own == set(Settings.model_fields) - {"ofsted", "notify"}
