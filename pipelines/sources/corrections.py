"""Corrections that a person made of what is read from a report: YAML files, each entry with the words that show it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from pipelines import reference
from pipelines.errors import SettingError, first_line

FIELDS = (
    "judgement.<service_code>.<domain_code>",
    "metric.<metric_code>.<unit_code>.<role_code>",
    *("inspection_start_date", "inspection_end_date", "published_date"),
    *("theme_code", "jtai_theme_code", "outcome_code"),
)
CODES = {
    "judgement": ("grades", "grade_code"),
    "theme_code": ("visit_themes", "theme_code"),
    "jtai_theme_code": ("jtai_themes", "jtai_theme_code"),
    "outcome_code": ("outcomes", "outcome_code"),
}


def _field(name: str) -> str:
    kind, *parts = name.split(".")
    if not any(kind == known.split(".")[0] and len(parts) == known.count(".") for known in FIELDS):
        raise ValueError(f"{name} is not a field that can be corrected: {', '.join(FIELDS)}.")
    return name


class Correction(BaseModel):
    """One right value: of which inspection and field, the words of the report that show it, and who says so, when.

    A page is none for a text report. A date is ISO, a grade, theme or outcome its code, a figure a number.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    inspection: Annotated[str, Field(pattern=r"^\w+-\w+-\d{4}-\d\d-\d\d$")]
    field: Annotated[str, AfterValidator(_field)]
    value: Annotated[str, BeforeValidator(str)]
    words: Annotated[str, Field(min_length=1, max_length=3000)]
    page: Annotated[int | None, Field(ge=1)]
    by: Annotated[str, Field(min_length=1)]
    on: date

    @model_validator(mode="after")
    def _has_a_possible_value(self) -> Correction:
        kind = self.field.split(".")[0]
        if kind in CODES:
            name, column = CODES[kind]
            known = [row[column] for row in reference.rows(name)]
            if self.value not in known:
                raise ValueError(f"{self.value} is not one of {', '.join(known)}.")
        else:
            read: Callable[[str], Any] = float if kind == "metric" else date.fromisoformat
            try:
                read(self.value)
            except ValueError as error:
                raise ValueError(f"{self.value} is not {'a number' if kind == 'metric' else 'a day'}.") from error
        return self


def correction_rows(folder: Path) -> list[dict[str, object]]:
    """The corrections of the folder's files in order, as rows of raw.raw_corrections.

    Raises SettingError for a file that cannot be read or an entry that is none: a person's slip is told at once.
    """
    rows: list[dict[str, object]] = []
    of_value: dict[tuple[str, str], str] = {}
    for path in sorted(folder.glob("*.yaml")):
        for number, correction in enumerate(_entries(path), start=1):
            key = (correction.inspection, correction.field)
            if key in of_value:
                raise SettingError(f"{path.name}, entry {number}: {' '.join(key)} is corrected in {of_value[key]} too.")
            of_value[key] = path.name
            rows.append(
                {
                    "inspection_id": correction.inspection,
                    "field": correction.field,
                    "value": correction.value,
                    "page": correction.page,
                    "text": correction.words,
                    "corrected_by": correction.by,
                    "corrected_on": correction.on,
                    "file_name": path.name,
                    "entry_number": number,
                }
            )
    return rows


def _with_on(entry: object) -> object:
    """The entry with its key `on`, which YAML takes for true where it is not quoted."""
    return {"on" if key is True else key: value for key, value in entry.items()} if isinstance(entry, dict) else entry


def _entries(path: Path) -> list[Correction]:
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingError(f"{path} cannot be read: {first_line(error)}") from error
    if not isinstance(entries, list):
        raise SettingError(f"{path} is not a list of corrections.")
    corrections = []
    for number, entry in enumerate(entries, start=1):
        try:
            corrections.append(Correction.model_validate(_with_on(entry)))
        except ValidationError as error:
            fault = error.errors()[0]
            where = ".".join(str(part) for part in fault["loc"])
            said = fault["msg"].removeprefix("Value error, ")
            raise SettingError(f"{path.name}, entry {number}{f', {where}' if where else ''}: {said}") from error
    return corrections
