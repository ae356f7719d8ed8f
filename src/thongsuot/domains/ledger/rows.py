"""Adding, changing and asking for rows by statements that are worded once, not at every call.

For the acts that happen all day long: wording a statement anew costs more than running it. Django
words them from the models, so that they change with the models.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import cache, cached_property
from operator import itemgetter
from typing import Any, Final, TypeAlias, TypeVar

from django.db import connection, connections, models
from django.db.models.fields import Field
from django.db.models.fields.generated import GeneratedField

from thongsuot.domains.ledger.fields import SubjectField

AnyField: TypeAlias = "Field[Any, Any]"
M = TypeVar("M", bound=models.Model)
ANYTHING = "*"
"""For ``add``: whatever unique columns hold the row already."""


def add(row: models.Model, *, unless: str = "") -> bool:
    """Insert ``row`` and read back what the database gave it; return whether it was added.

    ``unless`` names columns, parted by commas, under which a row may be there already: then
    nothing is added. It waits for another transaction that is adding the same.

    Raises:  IntegrityError for any other constraint.
    """
    statement, written, given = _insert(type(row), unless)
    found = first(statement, [_prepared(row, field, add=True) for field in written])
    if found is None:
        return False
    _take(row, given, found)
    row._state.adding, row._state.db = False, connection.alias
    return True


def change(row: models.Model, *names: str) -> None:
    """Write the fields ``names`` of a row that is there, and read back what follows from them.

    Raises:  IntegrityError; the model's DoesNotExist.
    """
    statement, written, given = _update(type(row), names)
    values = [_prepared(row, field, add=False) for field in written]
    found = first(statement, [*values, row.pk])
    if found is None:
        raise type(row).DoesNotExist  # type: ignore[attr-defined]  # every model has it
    _take(row, given, found)


def first(statement: str, values: Sequence[Any]) -> tuple[Any, ...] | None:
    """Return the first row of the answer, or None."""
    found: tuple[Any, ...] | None = _asked(statement, values).fetchone()
    return found


def every(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return all rows of the answer."""
    return list(_asked(statement, values).fetchall())


def _asked(statement: str, values: Sequence[Any]) -> Any:
    """Return the cursor that holds the answer.

    Where nobody watches the statements, it is the driver's own: what Django lays around a cursor
    costs more than a small question does. Its checks and its errors stay.
    """
    here = connections[connection.alias]
    here.close_if_health_check_failed()
    here.ensure_connection()
    if here.execute_wrappers or here.queries_logged:
        cursor = here.cursor()
        cursor.execute(statement, values)
        return cursor
    here.validate_no_broken_transaction()
    with here.wrap_database_errors:
        return here.connection.execute(statement, values)


class Question:
    """A query that Django words once, to be asked with other values ever after.

    ``build`` makes it from ``samples`` by name; every value in the wording is one of them, as it
    was given, and each later question puts its own in its place. So samples differ from each
    other, and nothing may be reckoned from one inside ``build``.
    """

    def __init__(self, build: Callable[..., models.QuerySet[Any, Any]], **samples: Any) -> None:
        self._build, self._samples = build, samples

    def first(self, **values: Any) -> tuple[Any, ...] | None:
        """Return the first row of the answer, or None."""
        statement, slots = self._worded
        return first(statement, [slot(values) for slot in slots])

    def every(self, **values: Any) -> list[tuple[Any, ...]]:
        """Return all rows of the answer."""
        statement, slots = self._worded
        return every(statement, [slot(values) for slot in slots])

    @cached_property
    def _worded(self) -> tuple[str, list[Callable[[dict[str, Any]], Any]]]:
        compiler = self._build(**self._samples).query.get_compiler(connection.alias)
        statement, values = compiler.as_sql()
        if compiler.get_converters([column for column, *_rest in compiler.select]):
            raise TypeError("ask for columns that need no reading by Django")
        return statement, [self._slot(value) for value in values]

    def _slot(self, value: Any) -> Callable[[dict[str, Any]], Any]:
        for name, sample in self._samples.items():
            if type(value) is type(sample) and value == sample:
                return itemgetter(name)
        raise TypeError("the wording carries a value that is no sample")


_PLAIN: Final[Mapping[type[AnyField], type]] = {
    models.CharField: str,
    SubjectField: str,
    models.ForeignKey: int,
    models.OneToOneField: int,
    models.BigIntegerField: int,
    models.PositiveIntegerField: int,
    models.PositiveSmallIntegerField: int,
}


def plain_names(model: type[models.Model], *, without: type[AnyField]) -> list[str]:
    """Return the columns of a table but those of one kind, for a ``Question`` and ``loaded``."""
    fields = model._meta.local_concrete_fields
    return [field.attname for field in fields if not isinstance(field, without)]


def loaded(model: type[M], names: Collection[str], found: Sequence[Any]) -> M:
    """Return the row that a ``Question`` found by its columns; other columns load when asked."""
    return model.from_db(connection.alias, names, found)


@cache
def _insert(model: type[models.Model], unless: str) -> tuple[str, list[AnyField], list[AnyField]]:
    """Return the statement, the fields it writes, and those that the database gives."""
    fields = model._meta.local_concrete_fields
    given = [field for field in fields if _is_given(field)]
    written = [field for field in fields if field not in given]
    slots = ", ".join("%s" for _field in written)
    where = "" if unless == ANYTHING else f" ({unless})"
    conflict = f"ON CONFLICT{where} DO NOTHING " if unless else ""
    return (
        f"INSERT INTO {_table(model)} ({_columns(written)}) VALUES ({slots}) "  # noqa: S608 - names of our own columns
        f"{conflict}RETURNING {_columns(given) or '1'}",
        written,
        given,
    )


@cache
def _update(
    model: type[models.Model], names: tuple[str, ...]
) -> tuple[str, Sequence[AnyField], Sequence[AnyField]]:
    written: list[AnyField] = [model._meta.get_field(name) for name in names]  # type: ignore[misc]  # columns
    fields = model._meta.local_concrete_fields
    given = [field for field in fields if isinstance(field, GeneratedField)]
    sets = ", ".join(f"{_columns([field])} = %s" for field in written)
    return (
        f"UPDATE {_table(model)} SET {sets} WHERE {_columns([model._meta.pk])} = %s "  # noqa: S608 - names of our own columns
        f"RETURNING {_columns(given) or '1'}",
        written,
        given,
    )


def _prepared(row: models.Model, field: AnyField, *, add: bool) -> Any:
    """Return the value as the driver takes it; most are so already, and Django is not asked."""
    value = field.pre_save(row, add)
    if value is None or type(value) is _PLAIN.get(type(field)):
        return value
    if type(value) is datetime and type(field) is models.DateTimeField and value.tzinfo:
        return value
    return field.get_db_prep_save(value, connection)


def _take(row: models.Model, given: Sequence[AnyField], found: Sequence[Any]) -> None:
    for field, value in zip(given, found, strict=False):
        setattr(row, field.attname, value)


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _columns(fields: Sequence[AnyField]) -> str:
    return ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)


def _is_given(field: AnyField) -> bool:
    """Whether the database alone knows the value; a row with a default of its own says it."""
    if isinstance(field, models.AutoField | models.BigAutoField | GeneratedField):
        return True
    return bool(field.has_db_default()) and not field.has_default()
