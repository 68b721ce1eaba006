"""Frozen values that are made often, with an ``__init__`` that fills them as fast as ones that can be changed."""

from __future__ import annotations

from typing import Any, TypeVar

from attrs import fields

Value = TypeVar("Value", bound=type)


def quick(cls: Value) -> Value:
    """The frozen attrs class (without a slot for weak references), made in a third of the time.

    A frozen instance lets nobody set an attribute, so attrs fills it by way of ``object.__setattr__``, a call for each
    field. Here it is of a class with the same slots and no such guard for as long as it is being filled.
    """
    names = [attribute.name for attribute in fields(cls)]
    open_class = type(cls.__name__, (), {"__slots__": tuple(names)})
    lines = [
        f"def __init__(self, {', '.join(names)}):",
        "    set_class(self, '__class__', open_class)",
        *(f"    self.{name} = {name}" for name in names),
        "    self.__class__ = cls",
    ]
    scope: dict[str, Any] = {"set_class": object.__setattr__, "open_class": open_class, "cls": cls}
    exec("\n".join(lines), scope)  # noqa: S102 - made of the names of fields, as attrs makes its own
    made = scope["__init__"]
    made.__defaults__ = cls.__init__.__defaults__  # type: ignore[misc]
    made.__annotations__ = cls.__init__.__annotations__  # type: ignore[misc]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    cls.__init__ = made  # type: ignore[misc]
    return cls
