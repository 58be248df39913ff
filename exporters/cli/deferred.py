"""Commands that are built when they are called: to build all of them costs as much as a short export's whole start."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

__all__ = ["DeferredCommand", "group_of"]


class DeferredCommand(TyperCommand):
    """A command known by its name and by where its function is, `module:function`."""

    def __init__(self, name: str, function: str, settings: dict[str, Any]) -> None:
        super().__init__(name=name)
        self._function = function
        self._settings = settings

    def _load(self) -> Callable[..., None]:
        module, _, name = self._function.partition(":")
        function: Callable[..., None] = getattr(import_module(module), name)
        return function

    @cached_property
    def built(self) -> Any:
        """The command with its parameters, as Typer reads them from the function."""
        alone = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
        alone.command(self.name, context_settings=self._settings)(self._load())
        return get_command(alone)

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the first sentence of what the command does, for the list of commands."""
        self.help = self._load().__doc__
        return super().get_short_help_str(limit)

    def make_context(self, *arguments: Any, **settings: Any) -> Any:
        """Return the context of a call: that of the command as it is built."""
        return self.built.make_context(*arguments, **settings)


def group_of(functions: dict[str, str], settings: dict[str, Any]) -> type[TyperGroup]:
    """Return the class of a group whose commands, `{name: "module:function"}`, are built when they are called."""

    class DeferredGroup(TyperGroup):
        def __init__(self, **attributes: Any) -> None:
            attributes["commands"] = {
                name: DeferredCommand(name, function, settings) for name, function in functions.items()
            }
            super().__init__(**attributes)

    return DeferredGroup
